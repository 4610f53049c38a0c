package demo

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"

	"meguri/models"
)

var captionLink = regexp.MustCompile(`/caption/[^"?]+`)

// captionsFrom are the minutes at which captioners type the captions of the talk: soon, for looking, and in its time.
var captionsFrom = []float64{2, 40}

// typing is for how many minutes a line is typed.
const typing = 0.04

// planCaptions lets two captioners type in turn, by the link that staff have: half of a line, then all of it.
func (d *day) planCaptions() {
	seats := [2]string{models.NewAnonymousID(), models.NewAnonymousID()}
	for _, from := range captionsFrom {
		for n, c := range summitCaptions {
			at := from + float64(c.second)/60
			half := []rune(c.text)
			line := url.Values{"seat": {seats[n/4%2]}, "id": {models.NewAnonymousID()}, "age": {"0"}, "session": {""}}
			d.at(at, func(ctx context.Context) error { return d.caption(ctx, "/draft", line, string(half[:len(half)/2])) })
			d.at(at+typing, func(ctx context.Context) error {
				d.tally.Captions++
				return d.caption(ctx, "/lines", line, c.text)
			})
		}
	}
}

// caption sends what a captioner types.
func (d *day) caption(ctx context.Context, to string, line url.Values, text string) error {
	if d.seats == "" {
		page, err := d.staff.get(ctx, d.desk("/captions"))
		if err != nil {
			return err
		}
		if d.seats = captionLink.FindString(page.body); d.seats == "" {
			return fmt.Errorf("%s has no captioners' seats", d.Event)
		}
	}
	line.Set("text", text)
	answer, err := d.staff.sent(ctx, d.seats+to, line)
	if err == nil && answer.status >= http.StatusBadRequest {
		err = fmt.Errorf("a caption is answered with %d: %s", answer.status, faultIn.FindString(answer.body))
	}
	return err
}
