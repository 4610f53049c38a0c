package reception_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/models"
)

// by makes a scan by a device that let the person in.
func (f *fixture) by(device string, scan reception.ScanInput) reception.ScanInput {
	scan.ID = fmt.Sprint(device, "-", scan.ScannedAt.Unix(), "-", scan.Direction)
	scan.Device, scan.Admitted = &models.Device{ID: device, Supervises: true}, scan.Direction == models.DirectionIn
	return scan
}

// conflicts are the kinds of conflicts that are to be looked at.
func (f *fixture) conflicts() string {
	f.t.Helper()
	page, err := f.service.Conflicts(f.ctx, f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	var kinds []string
	for _, c := range page.Open {
		kinds = append(kinds, string(c.Kind))
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

func TestConflictsAreRecorded(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"two devices within a minute, in any order": func(_ *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			early, late := f.by("a", f.at(20, code, "in")), f.by("b", f.at(20, code, "in"))
			late.ScannedAt = late.ScannedAt.Add(time.Minute)
			f.admit(late)
			f.admit(early)
			f.expect(f.conflicts(), "two_devices")
			f.expect(f.inside(), "1 came, 1 inside")
		},
		"a picture of a ticket, later": func(_ *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			f.admit(f.by("a", f.at(40, code, "in")), f.by("b", f.at(20, code, "in")))
			f.expect(f.conflicts(), "copy")
		},
		"a picture of a ticket that the second device sees": func(_ *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			seen := f.by("b", f.at(20, code, "in"))
			seen.Admitted, seen.Repeat = false, true
			f.admit(f.by("a", f.at(40, code, "in")), seen)
			f.expect(f.conflicts(), "copy")
		},
		"none where the person left between, or came back to the same device": func(_ *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			f.admit(f.by("a", f.at(40, code, "in")), f.by("a", f.at(35, code, "in")), f.by("a", f.at(30, code, "out")),
				f.by("b", f.at(20, code, "in")))
			f.expect(f.conflicts(), "")
		},
		"cancelled since, and a clock of 1970": func(t *testing.T, f *fixture) {
			f.duringEvent()
			hanako := f.register("hanako", "venue")
			if err := f.registrations.Cancel(f.ctx, f.event, hanako.ID, registration.ByAttendee); err != nil {
				t.Fatal(err)
			}
			scan := f.by("a", f.at(40, hanako.Code, "in"))
			scan.ScannedAt = time.Unix(60, 0)
			f.admit(scan)
			f.expect(f.conflicts(), "cancelled clock")
			again := f.by("a", f.at(40, f.register("taro", "venue").Code, "in"))
			again.ScannedAt = time.Unix(90, 0)
			f.admit(again)
			f.expect(f.conflicts(), "cancelled clock")
		},
	})
}

func TestConflictsOfDoors(t *testing.T) {
	for kind, door := range map[models.CheckInConflict]models.Door{
		models.ConflictOver:    {Slug: "hall", Capacity: number(1), Stops: true},
		models.ConflictNotHere: {Slug: "hall", TicketTypes: "online"},
		models.ConflictClosed:  {Slug: "hall", Scope: models.DoorOfDay, Day: "2000-01-01"},
	} {
		t.Run(string(kind), func(t *testing.T) {
			each(t, func(_ *testing.T, f *fixture) {
				f.duringEvent()
				f.addDoor(door)
				f.passes("hall", f.register("abe", "online").Code, models.DirectionIn)
				scan := f.by("a", f.at(20, f.register("sato", "venue").Code, models.DirectionIn))
				scan.Door = "hall"
				f.admit(scan)
				f.expect(f.conflicts(), string(kind))
				board, err := f.service.Board(f.ctx, f.event)
				f.must(err)
				f.expect(fmt.Sprint(board.Conflicts), "1")
				in := reception.ConflictInput{CheckIn: scan.ID, Kind: kind, Undo: true}
				f.must(f.service.Settle(f.ctx, f.event, "本部", in))
				f.expect(f.conflicts(), "")
				f.must(f.service.Reopen(f.ctx, f.event, "本部", in))
				f.expect(f.conflicts(), string(kind))
			})
		})
	}
}

func TestAConflictIsSettledAndTakenBack(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"as fine": func(_ *testing.T, f *fixture) {
			in := f.twice()
			f.must(f.service.Settle(f.ctx, f.event, "本部", in))
			f.must(f.service.Settle(f.ctx, f.event, "本部", in))
			f.expect(f.conflicts()+", "+f.inside(), ", 1 came, 1 inside")
			f.must(f.service.Reopen(f.ctx, f.event, "本部", in))
			f.expect(f.conflicts(), "copy")
		},
		"by undoing both ways in": func(t *testing.T, f *fixture) {
			in := f.twice()
			in.Undo = true
			f.must(f.service.Settle(f.ctx, f.event, "本部", in))
			f.must(f.undo(f.firstOf(in)))
			f.expect(f.conflicts()+", "+f.inside(), ", 0 came, 0 inside")
			f.must(f.service.Reopen(f.ctx, f.event, "本部", in))
			f.expect(f.inside(), "1 came, 1 inside")
			expectCode(t, f.service.Reopen(f.ctx, f.event, "本部", in), models.CodeNotFound)
		},
	})
}

// twice lets a ticket in twice, at two devices.
func (f *fixture) twice() reception.ConflictInput {
	f.duringEvent()
	code := f.register("hanako", "venue").Code
	second := f.by("b", f.at(20, code, "in"))
	f.admit(f.by("a", f.at(40, code, "in")), second)
	f.expect(f.conflicts(), "copy")
	return reception.ConflictInput{CheckIn: second.ID, Kind: models.ConflictCopy}
}

func (f *fixture) firstOf(in reception.ConflictInput) string {
	page, err := f.service.Conflicts(f.ctx, f.event)
	f.must(err)
	for _, c := range page.Settled {
		if c.CheckInID == in.CheckIn {
			return c.OtherID
		}
	}
	return ""
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Error(err)
	}
}

// Which conflicts there are follows from the set of scans, not from the order in which they arrive.
func TestConflictsDoNotDependOnTheOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		var scans []models.CheckIn
		for i := range 2 + random.IntN(6) {
			scan := models.CheckIn{
				ID: fmt.Sprint(i), DeviceID: fmt.Sprint(random.IntN(2)), Direction: models.Directions[random.IntN(2)],
				Result: models.CheckInAdmitted, ScannedAt: time.Unix(int64(random.IntN(3600)), 0),
			}
			if scan.Direction == models.DirectionOut {
				scan.Result = models.CheckInLeft
			}
			scans = append(scans, scan)
		}
		want := fmt.Sprint(models.WayConflicts(nil, scans))
		random.Shuffle(len(scans), func(i, j int) { scans[i], scans[j] = scans[j], scans[i] })
		if got := fmt.Sprint(models.WayConflicts(nil, scans)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
