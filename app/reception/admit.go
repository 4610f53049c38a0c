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

// scan is a scan while it is answered.
type scan struct {
	Outcome
	event *models.Event
	by    string
	input ScanInput
	// door is what the event says of its door, nil for a door that it has not got, and rules the rule of that; crowd is
	// who is where.
	door  *models.Door
	rules []DoorRule
	crowd *crowd
	// number is the scan's number in its batch.
	number int

	// What parse read: a registration's id or code, and the claims of a signed ticket. refused is the answer where the
	// text alone decides it.
	key     string
	isCode  bool
	claims  ticket.Claims
	refused models.CheckInResult

	// isOver says that they came in although no place was free.
	isOver bool
	// registration is what the look-up found, nil for nothing.
	registration *models.Registration
}

// registrationID is the id of the registration, "" where there is none.
func (s *scan) registrationID() string {
	if s.registration == nil {
		return ""
	}
	return s.registration.ID
}

// Admit answers scans in their order, and stores each once, however often it is repeated. by is the name of who scans.
// Staff who may admit call it. A call that fails has stored nothing, or whole batches of the call, and can be repeated.
// Errors: Invalid for a scan that no device would send.
func (s *Service) Admit(ctx context.Context, event *models.Event, by string, inputs []ScanInput) ([]Outcome, error) {
	if err := checkScans(inputs); err != nil {
		return nil, err
	}
	scans := make([]scan, len(inputs))
	for i, in := range inputs {
		scans[i] = scan{event: event, by: by, input: in}
		if in.Undo != "" {
			continue
		}
		if err := s.parse(ctx, &scans[i]); err != nil {
			return nil, err
		}
	}
	if err := s.findWays(ctx, event, scans); err != nil {
		return nil, err
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

// AdmitOne answers one scan and returns its id. A scan without an id gets a new one, so that a form that is sent again
// is another scan. by is the name of who scans. Staff who may admit call it.
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
	return s.answerScans(ctx, scans, func() error { return nil })
}

// answerScans is answerBatch with a condition that is asked once people without a ticket are registered: with an error
// of it nothing is stored.
func (s *Service) answerScans(ctx context.Context, scans []scan, mayStore func() error) error {
	repeated := false
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := s.registerAll(tx, scans); err != nil {
			return err
		}
		if err := mayStore(); err != nil {
			return err
		}
		err := answerAll(tx, scans[0].event, scans, repeated)
		repeated = repeated || errors.Is(err, errStoredBefore)
		return err
	})
}

// answerAll answers scans round by round. repeated says that some of the scans were answered before.
func answerAll(tx *models.Tx, event *models.Event, all []scan, repeated bool) error {
	scans, undos := splitUndos(all)
	if err := lookUpRegistrations(tx.Query, tx.Registrations().AtDoors, event, scans); err != nil {
		return err
	}
	answered := map[string]models.CheckIn{}
	if repeated {
		var err error
		if answered, err = lookUpAnswers(tx.Query, event, scans); err != nil {
			return err
		}
	}
	if err := lookUpCrowd(tx.Query, event, scans); err != nil {
		return err
	}
	for i := range scans {
		scans[i].number = i
	}
	for len(scans) > 0 {
		n := roundLength(scans)
		if err := answerRound(tx, answered, scans[:n]); err != nil {
			return err
		}
		scans = scans[n:]
	}
	return undoAll(tx, event, undos)
}

// splitUndos tells scans from undos, which come last whatever their order: it makes no difference.
func splitUndos(all []scan) (scans, undos []*scan) {
	for i := range all {
		if s := &all[i]; s.input.Undo == "" {
			scans = append(scans, s)
		} else {
			undos = append(undos, s)
		}
	}
	return scans, undos
}

// roundLength counts the first scans in which each registration and each scan's id occurs once.
func roundLength(scans []*scan) int {
	ids, registrations := map[string]bool{}, map[string]bool{}
	for i := range scans {
		id, registrationID := scans[i].input.ID, scans[i].registrationID()
		if ids[id] || (registrationID != "" && registrations[registrationID]) {
			return i
		}
		ids[id], registrations[registrationID] = true, true
	}
	return len(scans)
}

// answerRound answers scans of different registrations with different ids. answered has the scans with an answer, by
// id.
func answerRound(tx *models.Tx, answered map[string]models.CheckIn, scans []*scan) error {
	var unanswered []*scan
	for _, s := range scans {
		if first, ok := answered[s.input.ID]; ok {
			if err := s.replay(tx.Query, &first); err != nil {
				return err
			}
			continue
		}
		s.decide(tx.Now)
		s.crowd.passes(s)
		unanswered = append(unanswered, s)
	}
	if err := admitLate(tx.Query, unanswered); err != nil {
		return err
	}
	if err := move(tx, unanswered); err != nil {
		return err
	}
	return store(tx, answered, unanswered)
}
