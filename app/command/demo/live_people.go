package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// everyNth of those who sign up come to the venue, as long as it has places.
const everyNth = 4

// signUp lets somebody sign up, be checked in where they come to the venue, and join the room.
func (d *day) signUp(ctx context.Context, i int) error {
	family, given := families[i%len(families)], givens[i*7%len(givens)]
	mode := "online"
	if i%everyNth == 0 && !d.full {
		mode = "venue"
	}
	body := map[string]any{
		"id": fmt.Sprintf("live-%d", i), "ticket_type": mode, "family_name": family[0], "given_name": given[0],
		"family_name_kana": family[1], "given_name_kana": given[1], "sector": "civil", "locale": "ja",
		"email": fmt.Sprintf("live-%d@demo.example", i), "consents": []string{"privacy"},
	}
	var made struct{ ID, State, Ticket string }
	person := newVisitor(d.Base, mode)
	if err := person.api(ctx, "", "/api/v1/events/"+d.Event+"/registrations", body, &made); err != nil {
		return err
	}
	d.tally.SignedUp++
	if made.State != "confirmed" {
		d.full = mode == "venue"
		d.say("%s %s waits for a place", family[0], given[0])
		return nil
	}
	if mode == "venue" {
		if err := d.admit(ctx, i, made.Ticket); err != nil {
			return err
		}
	}
	secret, err := d.Link(ctx, made.ID)
	if err != nil {
		return err
	}
	if _, err := person.get(ctx, "/r/"+url.PathEscape(secret)+"/join"); err != nil {
		return err
	}
	if _, err := person.post(ctx, d.room("/beat"), "tab", "live"); err != nil {
		return err
	}
	person.joined = true
	d.people = append(d.people, person)
	d.tally.Joined++
	d.say("%s %s joins (%s)", family[0], given[0], mode)
	return nil
}

func (d *day) admit(ctx context.Context, i int, ticket string) error {
	scan := map[string]any{
		"id": fmt.Sprintf("live-%s-%d", d.run, i), "ticket": ticket, "door": "main", "direction": "in",
		"scanned_at": time.Now().UTC().Format(time.RFC3339Nano),
	}
	var answer struct{ Results []struct{ Result string } }
	err := d.staff.api(
		ctx, d.Token, "/api/v1/events/"+d.Event+"/checkins", map[string]any{"scans": []any{scan}}, &answer,
	)
	if err != nil {
		return err
	}
	if len(answer.Results) == 1 && answer.Results[0].Result == "admitted" {
		d.tally.Admitted++
	}
	return nil
}

// speak lets somebody say the line of this number, unless it was said on this day before.
func (d *day) speak(ctx context.Context, number int, line *said) error {
	for _, p := range d.quietest() {
		values := url.Values{
			"id": {fmt.Sprintf("live-%s-%d", d.run, number)}, "kind": {string(line.kind)}, "text": {line.text},
		}
		if line.theme != "" {
			values.Set("topic", "theme:"+line.theme)
		}
		answer, err := p.sent(ctx, d.room("/voices"), values)
		if err != nil {
			return err
		}
		if answer.status == http.StatusUnprocessableEntity {
			d.say("said before: %s", line.text)
			return nil
		}
		if answer.status != seeOther {
			d.say("not taken, as somebody says too much in a minute: %s", line.text)
			return nil
		}
		d.tally.Voices++
		p.spoke++
		d.say("voice, %s: %s", p.mode, line.text)
	}
	return nil
}

// quietest is the one in the room who said least: nobody may say much in a minute, however fast the day is played.
func (d *day) quietest() []*visitor {
	list := d.inRoom(len(d.people))
	slices.SortStableFunc(list, func(a, b *visitor) int { return a.spoke - b.spoke })
	return list[:min(1, len(list))]
}

var voteButton = regexp.MustCompile(`id="vote-([^"]+)" aria-pressed="false"`)

// vote lets some read the room and vote for what they find, the first more often.
func (d *day) vote(ctx context.Context) error {
	const most = 3
	for _, p := range d.inRoom(1 + len(d.people)/50) {
		page, err := p.get(ctx, d.room(""))
		if err != nil {
			return err
		}
		voted := 0
		for _, found := range voteButton.FindAllStringSubmatch(page.body, -1) {
			if voted == most || d.rng.IntN(2) == 0 {
				continue
			}
			answer, err := p.post(ctx, d.room("/voices/"+found[1]+"/vote"))
			if err != nil {
				return err
			}
			if answer.status == seeOther { // another may have been hidden meanwhile
				voted++
				d.tally.Votes++
			}
		}
	}
	return nil
}

func (d *day) applaud(ctx context.Context) error {
	for _, p := range d.inRoom(1 + len(d.people)/30) {
		if err := p.send(ctx, d.room("/reactions"), url.Values{"kind": {"clap"}}); err != nil {
			return err
		}
		d.tally.Reactions++
	}
	return nil
}

func (d *day) promise(ctx context.Context, n int) error {
	for _, p := range d.inRoom(len(d.people)) {
		if p.promised {
			continue
		}
		for_ := "all"
		if n%4 == 3 {
			for_ = "me"
		}
		text := summitPromises[n%len(summitPromises)]
		if err := p.send(ctx, d.room("/promise"), url.Values{"text": {text}, "for": {for_}}); err != nil {
			return err
		}
		p.promised = true
		d.tally.Promises++
		d.say("promise: %s", text)
		return nil
	}
	return nil
}

// api sends JSON and reads the answer.
func (v *visitor) api(ctx context.Context, token, path string, body, into any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+path, strings.NewReader(string(sent)))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := v.do(request)
	if err != nil {
		return err
	}
	if answer.status >= http.StatusBadRequest {
		return fmt.Errorf("%s answers %d: %.300s", path, answer.status, answer.body)
	}
	return json.Unmarshal([]byte(answer.body), into)
}
