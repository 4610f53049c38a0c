package reception

import (
	"context"
	"time"

	"meguri/models"
)

// Count is the people of one ticket type at the door.
type Count struct {
	Type models.TicketType
	models.Arrival
}

// Counts tells, by ticket type, who is expected, has come and is inside.
func (s *Service) Counts(ctx context.Context, event *models.Event) ([]Count, error) {
	return countArrivals(s.db.Query(ctx), event)
}

func countArrivals(q *models.Query, event *models.Event) ([]Count, error) {
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	arrivals, err := q.Admissions().Arrivals(event)
	if err != nil {
		return nil, err
	}
	counts := make([]Count, len(types))
	for i, ticketType := range types {
		counts[i].Type = ticketType
		for _, a := range arrivals {
			if a.TicketTypeID == ticketType.ID {
				counts[i].Arrival = a
			}
		}
	}
	return counts, nil
}

// Bucket counts arrivals within Width from Start.
type Bucket struct {
	Start time.Time
	Count int
}

// Width is how long a Bucket is, and maxFlow how long all of them together are.
const (
	Width   = 5 * time.Minute
	maxFlow = 24 * time.Hour
)

// Flow counts first arrivals in steps of Width, from the first to the last; at most a day of them.
func (s *Service) Flow(ctx context.Context, event *models.Event) ([]Bucket, error) {
	times, err := s.db.Query(ctx).Admissions().ArrivalTimes(event)
	return flow(times), err
}

// flow counts times, which come in order. A step without any has a bucket of 0.
func flow(times []time.Time) []Bucket {
	if len(times) == 0 {
		return nil
	}
	var buckets []Bucket
	first := times[0].Truncate(Width)
	for _, at := range times {
		if at.Sub(first) >= maxFlow {
			break
		}
		i := int(at.Sub(first) / Width)
		for len(buckets) <= i {
			buckets = append(buckets, Bucket{Start: first.Add(time.Duration(len(buckets)) * Width)})
		}
		buckets[i].Count++
	}
	return buckets
}
