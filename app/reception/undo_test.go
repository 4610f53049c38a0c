package reception_test

import (
	"testing"
	"time"

	"meguri/models"
)

func TestUndoing(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		code := d.person("hanako", "venue").Code
		undo := func() {
			t.Helper()
			d.pass(time.Minute)
			if err := d.undo(); err != nil {
				t.Error(err)
			}
		}
		t.Run("the first admission, as if nobody had come", func(t *testing.T) {
			d.expect(d.in(code), "admitted")
			undo()
			undo() // again changes nothing
			d.expect(d.inside(), "0 came, 0 inside")
			d.expect(d.in(code), "admitted")
			d.expect(d.inside(), "1 came, 1 inside")
		})
		entered := d.db.Now()
		t.Run("leaving, back to where they came in", func(t *testing.T) {
			d.pass(time.Minute)
			d.expect(d.out(code), "left")
			undo()
			d.expect(d.inside(), "1 came, 1 inside")
			if since := d.admit(d.scan(code, models.DirectionIn))[0].Since; since == nil || !since.Equal(entered) {
				t.Errorf("since %v, want %v", since, entered)
			}
		})
		t.Run("coming in again, and then leaving before it", func(t *testing.T) {
			d.pass(time.Minute)
			d.expect(d.out(code), "left")
			left := d.scans
			d.pass(time.Minute)
			d.expect(d.in(code), "admitted")
			undo()
			d.expect(d.inside(), "1 came, 0 inside")
			d.scans = left
			undo()
			d.expect(d.inside(), "1 came, 1 inside")
		})
	})
}

func TestWhatCannotBeUndone(t *testing.T) {
	each(t, func(t *testing.T, d *door) {
		code := d.person("hanako", "venue").Code
		expectCode(t, d.undo(), models.CodeNotFound)
		for name, scan := range map[string]func() string{
			"unknown":    func() string { return d.in("hello") },
			"not_inside": func() string { return d.out(code) },
		} {
			t.Run(name, func(t *testing.T) {
				scan()
				expectCode(t, d.undo(), models.CodeConflict)
			})
		}
		t.Run("a scan after which the person moved on", func(t *testing.T) {
			d.expect(d.in(code), "admitted")
			first := d.scans
			d.pass(time.Minute)
			d.expect(d.out(code), "left")
			d.scans = first
			expectCode(t, d.undo(), models.CodeConflict)
			d.expect(d.inside(), "1 came, 0 inside")
			kept, err := d.db.Query(d.ctx).CheckIns().OfRegistration(&models.Registration{ID: *d.checkIn().RegistrationID})
			if err != nil || len(kept) != 3 || kept[0].UndoneAt != nil || kept[1].UndoneAt != nil {
				t.Errorf("%+v, %v", kept, err)
			}
		})
		t.Run("already", func(t *testing.T) {
			d.scans += 10
			d.expect(d.in(code), "admitted")
			d.expect(d.in(code), "already")
			expectCode(t, d.undo(), models.CodeConflict)
		})
	})
}

// checkIn reads the latest scan.
func (d *door) checkIn() *models.CheckIn {
	d.t.Helper()
	list, err := d.db.Query(d.ctx).CheckIns().Latest(d.event, 1)
	if err != nil || len(list) == 0 {
		d.t.Fatal(err)
	}
	return &list[0]
}
