package program

import (
	"context"

	"meguri/app/circulation"
	"meguri/app/service/signedfeed"
)

// figuresOf returns a function that reads what the feed tells of how help goes round: what everybody may know.
func figuresOf(circulations *circulation.Service) func(context.Context) (*signedfeed.Figures, error) {
	return func(ctx context.Context) (*signedfeed.Figures, error) {
		page, err := circulations.Page(ctx, "")
		if err != nil {
			return nil, err
		}
		told := &signedfeed.Figures{}
		for _, f := range page.Measures.Figures() {
			if f.IsTold && f.N >= signedfeed.Fewest {
				told.Circulation = append(told.Circulation, signedfeed.Figure{Name: f.Name, Unit: f.Unit, Value: f.Value, N: f.N})
			}
		}
		for _, gap := range page.Gaps {
			if gap.TellsPeople() {
				told.Offers = append(told.Offers, signedfeed.Offered{Theme: string(gap.Theme), People: gap.MayBeAsked})
			}
		}
		return told, nil
	}
}
