// Package owndata is what the files that people take along have of helping: the same of a registration and of an
// account. Names of fields are for good.
package owndata

import (
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Wish is what the person wished after an event.
type Wish struct {
	Name       string `json:"name"`
	Email      string `json:"email"`
	Help       string `json:"help,omitempty"`
	Need       string `json:"need,omitempty"`
	Learn      string `json:"learn,omitempty"`
	MayBeAsked bool   `json:"may_be_asked"`
	MadeOn     string `json:"made_on"`
	KeptUntil  string `json:"kept_until"`
}

// WishesOf are those of a list.
func WishesOf(list []models.Wish) []Wish {
	out := make([]Wish, len(list))
	for i := range list {
		w := &list[i]
		out[i] = Wish{w.Name, w.Email, w.Help, w.Need, w.Learn, w.MayBeAsked, w.MadeOn, w.KeepUntil}
	}
	return out
}

// JointUse is what the person was told of organizations that use the data jointly, and what they say to it.
type JointUse struct {
	Items         []models.JointField `json:"items"`
	Organizations []string            `json:"organizations"`
	Purpose       string              `json:"purpose"`
	From          string              `json:"from"`
	Until         string              `json:"until"`
	Ended         *time.Time          `json:"ended_at,omitempty"`
	ToldAt        *time.Time          `json:"told_at,omitempty"`
	AgreedAt      *time.Time          `json:"agreed_at,omitempty"`
	RefusedAt     *time.Time          `json:"refused_at,omitempty"`
}

// JointUsesOf are those of a list, in a language.
func JointUsesOf(lang string, list []models.JointUsePerson) []JointUse {
	out := make([]JointUse, len(list))
	for i := range list {
		p := &list[i]
		j := p.JointUse
		out[i] = JointUse{
			Items: j.Fields, Organizations: []string{}, Purpose: i18n.PickIn(lang, j.PurposeJa, j.PurposeEn),
			From: j.StartsOn, Until: j.EndsOn, Ended: j.EndedAt, ToldAt: p.ToldAt, AgreedAt: p.AgreedAt,
			RefusedAt: p.RefusedAt,
		}
		for _, o := range j.Parties() {
			out[i].Organizations = append(out[i].Organizations, i18n.PickIn(lang, o.NameJa, o.NameEn))
		}
	}
	return out
}

// Review is what the person was asked about a project that is over. Scales are from 1 to 4.
type Review struct {
	Project   string     `json:"project"`
	Round     string     `json:"round"`
	State     string     `json:"state"`
	Answered  *time.Time `json:"answered_at,omitempty"`
	Thanks    string     `json:"thanks,omitempty"`
	Delivered int        `json:"delivered,omitempty"`
	Used      int        `json:"used,omitempty"`
	Again     int        `json:"again,omitempty"`
	Words     []string   `json:"words"`
	Changed   string     `json:"changed,omitempty"`
	Publishes bool       `json:"may_be_published"`
}

// ReviewsOf are those of a list.
func ReviewsOf(list []models.Review) []Review {
	out := make([]Review, len(list))
	for i := range list {
		v := &list[i]
		out[i] = Review{
			v.Project.Title, string(v.Round), string(v.State), v.AnsweredAt, v.Thanks, v.Delivered, v.Used, v.Again,
			v.Words(), v.Changed, v.MayPublish,
		}
	}
	return out
}

// Work is what the person took on, replied, wrote and brought in teams. The files are on the pages of the projects.
type Work struct {
	Tasks   []Task   `json:"tasks"`
	Replies []Reply  `json:"replies"`
	Diary   []Entry  `json:"diary"`
	Files   []Upload `json:"files"`
}

type (
	// Task is one that was taken on.
	Task struct {
		Title string `json:"title"`
		DueOn string `json:"due_on,omitempty"`
		State string `json:"state"`
	}
	// Reply is whether they come to a meeting.
	Reply struct {
		Meeting  string    `json:"meeting"`
		StartsAt time.Time `json:"starts_at"`
		Comes    bool      `json:"comes"`
	}
	// Entry is what they wrote into the diary.
	Entry struct {
		Day   string `json:"day"`
		Words string `json:"words"`
	}
	// Upload is a file that they brought.
	Upload struct {
		Title string `json:"title"`
		Name  string `json:"name"`
		Bytes int    `json:"bytes"`
	}
)

// WorkOf is what was done.
func WorkOf(w *models.TeamWork) Work {
	out := Work{[]Task{}, []Reply{}, []Entry{}, []Upload{}}
	for i := range w.Tasks {
		out.Tasks = append(out.Tasks, Task{w.Tasks[i].Title, w.Tasks[i].DueOn, string(w.Tasks[i].State)})
	}
	for _, r := range w.Replies {
		out.Replies = append(out.Replies, Reply{r.Title, r.StartsAt, r.Comes})
	}
	for i := range w.Diary {
		out.Diary = append(out.Diary, Entry{w.Diary[i].Day, w.Diary[i].Words})
	}
	for i := range w.Files {
		out.Files = append(out.Files, Upload{w.Files[i].Title, w.Files[i].Name, w.Files[i].Size})
	}
	return out
}
