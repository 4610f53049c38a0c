package reception_test

import (
	"slices"
	"testing"
	"time"

	"meguri/models"
)

// places are the people of each place, in the order of the list.
func (f *fixture) places() map[string][]string {
	f.t.Helper()
	inside, err := f.service.Inside(f.ctx, f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	names := map[string][]string{}
	for _, place := range inside.Places {
		for _, p := range place.People {
			names[place.Name.Ja] = append(names[place.Name.Ja], p.Full("ja"))
		}
	}
	return names
}

func (f *fixture) addDoor(door models.Door) {
	f.t.Helper()
	door.EventID = f.event.ID
	if err := f.db.InTx(f.ctx, func(tx *models.Tx) error { return tx.Doors().Create(&door) }); err != nil {
		f.t.Fatal(err)
	}
}

// passes scans by a door.
func (f *fixture) passes(door, ticket string, direction models.Direction) string {
	f.t.Helper()
	scan := f.scan(ticket, direction)
	scan.Door = door
	return describe(f.admit(scan)[0])
}

func TestWhoIsInsideIsListedByPlace(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.addDoor(models.Door{Slug: "north", NameJa: "北口", Position: 1})
		f.addDoor(models.Door{Slug: "main", NameJa: "正門", Position: 0})
		sato, abe := f.register("sato", "venue"), f.register("abe", "venue")
		inoue, online := f.register("inoue", "online"), f.register("ueda", "online")
		for _, r := range []*models.Registration{sato, abe} {
			f.passes("main", f.ticket(f.event, r), models.DirectionIn)
		}
		f.passes("north", f.ticket(f.event, inoue), models.DirectionIn)
		f.passes("gone", f.ticket(f.event, online), models.DirectionIn) // a door that is no more
		got := f.places()
		for place, want := range map[string][]string{"正門": {"abe", "sato"}, "北口": {"inoue"}, "": {"ueda"}} {
			if !slices.Equal(got[place], want) {
				t.Errorf("%q: %v, want %v", place, got[place], want)
			}
		}
		t.Run("also whose place was cancelled since, and not who left", func(t *testing.T) {
			err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
				r, err := tx.Registrations().ByID(f.event, abe.ID)
				if err != nil {
					return err
				}
				r.State = models.RegistrationCancelled
				return tx.Registrations().Update(r)
			})
			if err != nil {
				t.Fatal(err)
			}
			f.advance(time.Hour)
			f.passes("north", f.ticket(f.event, sato), models.DirectionOut)
			if got := f.places()["正門"]; !slices.Equal(got, []string{"abe"}) {
				t.Error(got)
			}
		})
	})
}
