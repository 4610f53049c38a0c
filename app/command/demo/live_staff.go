package demo

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

var (
	staffVoice = regexp.MustCompile(`/live/voices/[^/?]+$`)
	pollOpen   = regexp.MustCompile(`action="(/staff/events/[^"]+/polls/[^"/]+)/open"`)
)

// moderate reads what waits: most is published, now and then a voice is hidden. One that was published is answered.
func (d *day) moderate(ctx context.Context) error {
	page, err := d.staff.get(ctx, d.desk("/live"))
	if err != nil {
		return err
	}
	answered, read := false, map[string]bool{}
	for _, form := range page.forms {
		path, _, _ := strings.Cut(form.action, "?")
		if !staffVoice.MatchString(path) || read[path] || d.hidden[path] {
			continue
		}
		values, done := url.Values{"decision": {"publish"}}, &d.tally.Published
		switch {
		case form.offers("decision", "publish") && d.rng.IntN(25) == 0:
			values, done = url.Values{"decision": {"hide"}, "reason": {"off_topic"}}, &d.tally.Hidden
			d.hidden[path] = true
		case form.offers("decision", "publish"):
		case form.values.Get("decision") == "answer" && !answered:
			answered = true
			values, done = url.Values{"decision": {"answer"}, "text": {""}}, &d.tally.AnsweredVoices
		default:
			continue
		}
		read[path] = true
		answer, err := d.staff.sent(ctx, path, values)
		if err != nil {
			return err
		}
		if answer.status == seeOther {
			*done++
			d.say("moderator: %s", values.Get("decision"))
		}
	}
	return nil
}

// openPoll opens the next poll on the stage, and lets most of the room answer.
func (d *day) openPoll(ctx context.Context) error {
	page, err := d.staff.get(ctx, d.desk("/polls"))
	if err != nil {
		return err
	}
	found := pollOpen.FindStringSubmatch(page.body)
	if found == nil {
		return nil
	}
	poll := found[1]
	if err := d.staff.send(ctx, poll+"/open", url.Values{"stage": {"1"}}); err != nil {
		return err
	}
	d.say("poll opened")
	d.open[poll+"/close"] = true
	end := d.minute + 3
	for n, p := range d.inRoom(len(d.people) * 8 / 10) {
		d.at(d.minute+0.2+2*float64(n)/float64(len(d.people)), func(ctx context.Context) error {
			return d.answerPoll(ctx, p)
		})
	}
	d.at(end, func(ctx context.Context) error {
		d.say("poll closed, %d answers so far", d.tally.PollAnswers)
		return d.closes(ctx, poll+"/close")
	})
	d.at(end+1, func(ctx context.Context) error {
		return d.staff.send(ctx, d.desk("/stage"), url.Values{"view": {"voices"}})
	})
	return nil
}

func (d *day) answerPoll(ctx context.Context, p *visitor) error {
	page, err := p.get(ctx, d.room("/polls"))
	if err != nil {
		return err
	}
	for _, form := range page.forms {
		if !strings.Contains(form.action, "/polls/") || !form.choose(d.rng) {
			continue
		}
		answer, err := p.sent(ctx, form.action, form.values)
		if err != nil {
			return err
		}
		if answer.status == seeOther { // else it was closed meanwhile
			d.tally.PollAnswers++
		}
	}
	return nil
}

var cards = strings.Join([]string{
	"短い時間でも参加できる役割を、はじめから用意してほしい。", "活動の前に、終わりの日を決めておきたい。", "受ける側の団体にも、準備の手引きが必要だ。",
	"会社の就業時間に参加できるようにしたい。", "謝礼はあったほうが続けやすい。", "続けるかどうかは、毎年本人に聞いてほしい。", "対面の打ち合わせは、月に一度で十分だ。",
	"学生も、社会人と同じ役割でよい。",
}, "\n")

// openCards makes a consensus round, and lets most of the room say what they think of its cards.
func (d *day) openCards(ctx context.Context) error {
	values := url.Values{
		"title_ja": {"続けるために"}, "title_en": {"What lets us go on"}, "minutes": {"30"}, "statements": {cards},
	}
	made, err := d.staff.sent(ctx, d.desk("/consensus"), values)
	if err != nil {
		return err
	}
	if made.status != seeOther {
		return fmt.Errorf("the cards are refused: %d", made.status)
	}
	round := made.location
	if err := d.staff.send(ctx, round+"/open", nil); err != nil {
		return err
	}
	d.say("cards opened")
	d.open[round+"/close"] = true
	id := round[strings.LastIndex(round, "/")+1:]
	for n, p := range d.inRoom(len(d.people) * 8 / 10) {
		d.at(d.minute+0.2+5*float64(n)/float64(len(d.people)), func(ctx context.Context) error {
			return d.answerCards(ctx, p, d.room("/consensus/"+id), n%2)
		})
	}
	d.at(d.minute+6, func(ctx context.Context) error {
		d.say("cards closed, %d answers", d.tally.Cards)
		return d.closes(ctx, round+"/close")
	})
	return nil
}

// answerCards answers all cards as one of two groups that differ on the odd ones.
func (d *day) answerCards(ctx context.Context, p *visitor, path string, group int) error {
	const atMost = 12
	for n := range atMost {
		page, err := p.get(ctx, path)
		if err != nil {
			return err
		}
		form := page.form("statement")
		if form == nil {
			return nil
		}
		stance := "agree"
		if d.rng.IntN(8) == 0 {
			stance = "unsure"
		} else if (n%2)*group == 1 {
			stance = "disagree"
		}
		form.values.Set("stance", stance)
		answer, err := p.sent(ctx, form.action, form.values)
		if err != nil || answer.status != seeOther {
			return err
		}
		d.tally.Cards++
	}
	return nil
}
