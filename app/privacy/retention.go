package privacy

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"meguri/models"
)

// keepingBatch is how many events are looked at together.
const keepingBatch = 200

// Due is a field whose time comes: of how many people, and when.
type Due struct {
	Field  models.KeptField
	At     time.Time
	People int
}

// EraseDue erases what events no longer keep. It is done by night and may be repeated and interrupted at any moment:
// each part is erased and recorded in a transaction of its own. Several processes may call it.
func (s *Service) EraseDue(ctx context.Context) (people int, err error) {
	if err := s.mark(ctx); err != nil {
		return 0, err
	}
	if err := s.SaveList(ctx); err != nil { // it can be written the next time
		slog.Error("the list of who was erased cannot be written", "error", err)
	}
	if people, err = s.EraseListed(ctx); err != nil {
		return people, err
	}
	now, after := s.db.Now(), ""
	for {
		events, err := s.db.Query(ctx).Privacy().Keeping(now, after, keepingBatch)
		if err != nil {
			return people, err
		}
		for i := range events {
			n, err := s.eraseDueOf(ctx, &events[i], now)
			if people += n; err != nil {
				return people, err
			}
		}
		if len(events) < keepingBatch {
			break
		}
		after = events[len(events)-1].ID
	}
	late, err := s.forgetLateMails(ctx)
	if err != nil || people+late == 0 {
		return people, err
	}
	return people, s.scrub(ctx)
}

// mark marks the addresses of registrations that were stored before addresses were marked.
func (s *Service) mark(ctx context.Context) error {
	_, err := s.count(ctx, func(tx *models.Tx) (int, error) {
		return tx.Registrations().MarkAddresses(models.EraseBatch)
	})
	return err
}

func (s *Service) forgetLateMails(ctx context.Context) (n int, err error) {
	return s.count(ctx, func(tx *models.Tx) (int, error) { return tx.Privacy().ForgetLateMails() })
}

func (s *Service) eraseDueOf(ctx context.Context, e *models.Event, now time.Time) (people int, err error) {
	err = s.eachKept(ctx, e, func(version int, keep *models.PrivacyNotice) error {
		for _, field := range models.KeptFields {
			if at, ok := keep.EraseAt(e, field); !ok || now.Before(at) {
				continue
			}
			n, err := s.count(ctx, func(tx *models.Tx) (int, error) { return tx.Privacy().EraseDue(e, version, field) })
			if people += n; err != nil {
				return err
			}
		}
		return nil
	})
	return people, err
}

// eachKept calls do for each version that the event's people were shown, with what is kept of those people.
func (s *Service) eachKept(
	ctx context.Context, e *models.Event, do func(version int, keep *models.PrivacyNotice) error,
) error {
	q := s.db.Query(ctx)
	versions, err := q.Privacy().Versions(e)
	if err != nil || len(versions) == 0 {
		return err
	}
	shown, err := q.Privacy().VersionsShown(e)
	if err != nil {
		return err
	}
	for _, version := range shown {
		if err := do(version, keptOf(versions, version)); err != nil {
			return err
		}
	}
	return nil
}

// keptOf is how long data is kept of those who were shown a version: as they were told, or shorter where that was
// shortened since. versions are all of the event's, the newest first.
func keptOf(versions []models.PrivacyNotice, shown int) *models.PrivacyNotice {
	kept := versions[0]
	kept.Keep = map[models.KeptField]int{}
	for field, days := range versions[0].Keep {
		kept.Keep[field] = days
	}
	for _, v := range versions {
		if v.Version != shown {
			continue
		}
		for field, days := range v.Keep {
			if now := kept.Keep[field]; days > 0 && (now == 0 || days < now) {
				kept.Keep[field] = days
			}
		}
	}
	return &kept
}

// count repeats a part until nothing is left to do, and adds up what was done.
func (s *Service) count(ctx context.Context, part func(tx *models.Tx) (int, error)) (total int, err error) {
	for {
		n := 0
		err := s.db.InTx(ctx, func(tx *models.Tx) (err error) {
			n, err = part(tx)
			return err
		})
		if total += n; err != nil || n == 0 {
			return total, err
		}
	}
}

// scrub takes what was erased also from where the database keeps it for its own use.
func (s *Service) scrub(ctx context.Context) error {
	err := s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Registrations().CompactSearch() })
	s.db.EmptyLog()
	return err
}

// announced is how many days before staff are told that something will be erased.
const announced = 14

// Soon lists what is erased within the next two weeks, the next first.
func (s *Service) Soon(ctx context.Context, e *models.Event) ([]Due, error) {
	if s.db.Now().AddDate(0, 0, announced).Before(e.EndsAt) {
		return nil, nil
	}
	all, err := s.Due(ctx, e)
	soon, until := all[:0], s.db.Now().AddDate(0, 0, announced)
	for _, d := range all {
		if d.People > 0 && d.At.Before(until) {
			soon = append(soon, d)
		}
	}
	return soon, err
}

// Due lists when each field is erased, and of how many people it is there, in the order of time. What those were told
// who registered may differ by version; then it has several lines.
func (s *Service) Due(ctx context.Context, e *models.Event) ([]Due, error) {
	if e.PrivacyVersion == 0 {
		return nil, nil
	}
	var list []Due
	q := s.db.Query(ctx)
	err := s.eachKept(ctx, e, func(version int, keep *models.PrivacyNotice) error {
		for _, field := range models.KeptFields {
			at, ok := keep.EraseAt(e, field)
			if !ok {
				continue
			}
			people, err := q.Privacy().CountDue(e, version, field)
			if err != nil {
				return err
			}
			list = addDue(list, Due{field, at, people})
		}
		return nil
	})
	sortDue(list)
	return list, err
}

// addDue adds a line, or its people to the line of the same field and day.
func addDue(list []Due, d Due) []Due {
	for i := range list {
		if list[i].Field == d.Field && list[i].At.Equal(d.At) {
			list[i].People += d.People
			return list
		}
	}
	return append(list, d)
}

func sortDue(list []Due) {
	slices.SortStableFunc(list, func(a, b Due) int {
		return cmp.Or(a.At.Compare(b.At),
			slices.Index(models.KeptFields, a.Field)-slices.Index(models.KeptFields, b.Field))
	})
}
