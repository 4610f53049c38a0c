package reception

import (
	"context"
	"errors"
	"slices"

	"meguri/app/service/ticket"
	"meguri/models"
)

// batchSize is how many scans one transaction answers.
const batchSize = 100

// scan is a scan on its way to its outcome.
type scan struct {
	Outcome
	event *models.Event
	by    string
	input ScanInput

	// What parse read: a registration's id or code, and what a signed ticket says besides. refused is the answer where
	// the text alone gives it.
	key     string
	isCode  bool
	claims  ticket.Claims
	refused models.CheckInResult

	// registration is whom look-up found, nil where it found nobody.
	registration *models.Registration
}

// registrationID is "" where the scan is about nobody.
func (s *scan) registrationID() string {
	if s.registration == nil {
		return ""
	}
	return s.registration.ID
}

// Admit answers scans in their order; each is answered and stored once, whatever the network repeats. Staff who may
// admit call it; by names who. A call that fails has changed nothing, or has answered whole batches of the call, and
// can be repeated.
func (s *Service) Admit(ctx context.Context, event *models.Event, by string, inputs []ScanInput) ([]Outcome, error) {
	if err := checkScans(inputs); err != nil {
		return nil, err
	}
	scans := make([]scan, len(inputs))
	for i, in := range inputs {
		scans[i] = scan{event: event, by: by, input: in}
		if err := s.parse(ctx, &scans[i]); err != nil {
			return nil, err
		}
	}
	for batch := range slices.Chunk(scans, batchSize) {
		if err := s.batches.answer(ctx, event.ID, batch, s.answerBatch); err != nil {
			return nil, err
		}
	}
	outcomes := make([]Outcome, len(scans))
	for i := range scans {
		outcomes[i] = scans[i].Outcome
	}
	return outcomes, nil
}

// AdmitOne answers one scan and returns its id, which it makes where the scan has none: a form that is sent again is
// then another scan. Staff who may admit call it; by names who.
func (s *Service) AdmitOne(ctx context.Context, event *models.Event, by string, in ScanInput) (id string, err error) {
	if in.ID == "" {
		in.ID = models.NewID()
	}
	_, err = s.Admit(ctx, event, by, []ScanInput{in})
	return in.ID, err
}

// answerBatch answers scans of one event in one transaction. Few scans come twice: earlier answers are looked up only
// once storing has shown that there are some, and the batch begins anew.
func (s *Service) answerBatch(ctx context.Context, scans []scan) error {
	repeated := false
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		err := answerAll(tx, scans[0].event, scans, repeated)
		repeated = repeated || errors.Is(err, errStoredBefore)
		return err
	})
}

// answerAll answers scans round by round. What is only read is read before the event is locked. repeated says that some
// of the scans were answered before.
func answerAll(tx *models.Tx, event *models.Event, scans []scan, repeated bool) error {
	if err := lookUpRegistrations(tx.Query, event, scans); err != nil {
		return err
	}
	answered := map[string]models.CheckIn{}
	if repeated {
		var err error
		if answered, err = lookUpAnswers(tx.Query, event, scans); err != nil {
			return err
		}
	}
	if len(scans) > 1 {
		if err := tx.Events().LockReception(event); err != nil {
			return err
		}
	}
	for len(scans) > 0 {
		n := roundLength(scans)
		if err := answerRound(tx, answered, scans[:n]); err != nil {
			return err
		}
		scans = scans[n:]
	}
	return nil
}

// roundLength counts the first scans in which each person and each scan's id comes once.
func roundLength(scans []scan) int {
	ids, people := map[string]bool{}, map[string]bool{}
	for i := range scans {
		id, person := scans[i].input.ID, scans[i].registrationID()
		if ids[id] || (person != "" && people[person]) {
			return i
		}
		ids[id], people[person] = true, true
	}
	return len(scans)
}

// answerRound answers scans of different people with different ids. answered are the scans with an answer, by id.
func answerRound(tx *models.Tx, answered map[string]models.CheckIn, scans []scan) error {
	var fresh []*scan
	for i := range scans {
		s := &scans[i]
		if first, ok := answered[s.input.ID]; ok {
			if err := s.replay(tx.Query, &first); err != nil {
				return err
			}
			continue
		}
		s.decide(tx.Now)
		fresh = append(fresh, s)
	}
	if err := moveIn(tx, fresh); err != nil {
		return err
	}
	if err := moveOut(tx, fresh); err != nil {
		return err
	}
	return store(tx, answered, fresh)
}
