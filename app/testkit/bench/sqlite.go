package main

// sqlite measures the program on SQLite beside the program on PostgreSQL.
func (b *bench) sqlite() error {
	ours, err := b.startProgram("")
	if err != nil {
		return err
	}
	defer ours.stop()
	other, err := b.startProgram("bench_other")
	if err != nil {
		return err
	}
	defer other.stop()
	load, otherLoad := &registrationLoad{ids: map[string]bool{}}, &registrationLoad{ids: map[string]bool{}}
	if err := b.besidePostgres("registrations", b.registering(other, otherLoad), b.registering(ours, load)); err != nil {
		return err
	}
	if err := b.sqliteScans(ours, other); err != nil {
		return err
	}
	for _, page := range publicPages {
		theirs, own := b.reading(other.host(), page.path, "gzip"), b.reading(ours.host(), page.path, "gzip")
		if err := b.besidePostgres(page.name, theirs, own); err != nil {
			return err
		}
	}
	return b.checkRegistrations(ours, load)
}

func (b *bench) sqliteScans(ours, other *program) error {
	reception, err := b.newReceptionLoad(ours)
	if err != nil {
		return err
	}
	otherReception, err := b.newReceptionLoad(other)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		name  string
		batch int
	}{{"one", 1}, {"a hundred", scansPerBatch}} {
		limit, ours := b.scanning(otherReception, c.batch), b.scanning(reception, c.batch)
		if err := b.besidePostgres("check-ins, "+c.name+" in a call", limit, ours); err != nil {
			return err
		}
	}
	return b.checkScans(reception)
}

func (b *bench) besidePostgres(name string, limit, ours func() (float64, error)) error {
	l, value, err := b.alternate(limit, ours)
	if err == nil {
		b.addRate(name+", SQLite", value, "on PostgreSQL", l, 0.8)
	}
	return err
}
