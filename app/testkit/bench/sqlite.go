package main

// sqlite measures the same on SQLite, in turns with the same on PostgreSQL.
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
	people, others := &acknowledged{ids: map[string]bool{}}, &acknowledged{ids: map[string]bool{}}
	if err := b.besidePostgres("registrations", b.registering(other, others), b.registering(ours, people)); err != nil {
		return err
	}
	if err := b.sqliteScans(ours, other); err != nil {
		return err
	}
	for _, page := range publicPages {
		if err := b.besidePostgres(page.name, b.reading(other.host(), page.path, "gzip"), b.reading(ours.host(), page.path, "gzip")); err != nil {
			return err
		}
	}
	return b.checkRegistrations(ours, people)
}

func (b *bench) sqliteScans(ours, other *program) error {
	d, err := b.newReceptionLoad(ours)
	if err != nil {
		return err
	}
	o, err := b.newReceptionLoad(other)
	if err != nil {
		return err
	}
	if err := b.besidePostgres("check-ins, one in a call", b.scanning(o, 1), b.scanning(d, 1)); err != nil {
		return err
	}
	if err := b.besidePostgres("check-ins, a hundred in a call", b.scanning(o, scansPerBatch), b.scanning(d, scansPerBatch)); err != nil {
		return err
	}
	return b.checkScans(d)
}

func (b *bench) besidePostgres(name string, limit, ours func() (float64, error)) error {
	l, value, err := b.alternate(limit, ours)
	if err == nil {
		b.addRate(name+", SQLite", value, "on PostgreSQL", l, 0.8)
	}
	return err
}
