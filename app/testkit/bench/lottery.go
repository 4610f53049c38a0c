package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"meguri/app/service/draw"
)

// drawLots measures a draw of 10,000 applicants with three wishes each, and of checking its record.
func (b *bench) drawLots() error {
	const applicants, types, places = 10_000, 20, 150
	r := rand.New(rand.NewPCG(1, 2))
	list := draw.List{Rules: []draw.Rule{
		{Kind: draw.FirstTime}, {Kind: draw.Fewest}, {Kind: draw.Reserve, Group: draw.Residents, Places: 500},
	}}
	for i := range types {
		list.Types = append(list.Types, draw.Type{Slug: fmt.Sprint("type-", i), Places: places})
	}
	for i := range applicants {
		e := draw.Entry{Code: fmt.Sprintf("C%05d", i), Size: 1 + r.IntN(2), Class: []int{r.IntN(2), r.IntN(4)}}
		for _, wish := range r.Perm(types)[:3] {
			e.Wishes = append(e.Wishes, list.Types[wish].Slug)
		}
		if r.IntN(3) == 0 {
			e.Groups = []string{draw.Residents}
		}
		list.Entries = append(list.Entries, e)
	}
	begin := time.Now()
	record := draw.Record{Format: draw.Format, List: list, ListHash: list.Hash()}
	record.Draw()
	took := time.Since(begin)
	b.addMaximum(fmt.Sprintf("lottery of %d applicants", applicants), float64(took.Milliseconds()), 500, "ms")
	if err := record.Verify(); err != nil {
		return err
	}
	return b.drawSessions(list)
}

// drawSessions measures the same with places of sessions: families with five wishes, three of which one can win, each
// session at the time of another.
func (b *bench) drawSessions(list draw.List) error {
	r := rand.New(rand.NewPCG(3, 4))
	list.Rules = append(list.Rules, draw.Rule{Kind: draw.Limit, Places: 3})
	for i := range list.Types {
		list.Types[i].Clashes = []string{list.Types[i^1].Slug}
	}
	for i := range list.Entries {
		e := &list.Entries[i]
		e.Size, e.Wishes = 1+i%3, nil
		for _, wish := range r.Perm(len(list.Types))[:5] {
			e.Wishes = append(e.Wishes, list.Types[wish].Slug)
		}
	}
	begin := time.Now()
	record := draw.Record{Format: draw.FormatSessions, List: list, ListHash: list.Hash()}
	record.Draw()
	took := time.Since(begin)
	name := fmt.Sprintf("lottery of sessions, %d applicants", len(list.Entries))
	b.addMaximum(name, float64(took.Milliseconds()), 500, "ms")
	return record.Verify()
}
