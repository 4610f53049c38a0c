package demo

import (
	"bytes"
	"strings"
	"time"

	"meguri/app/service/table"
	"meguri/models"
)

const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// demoTasks are those of the project that goes on: whose, due in how many days, in which state.
var demoTasks = []struct {
	phase  models.PhaseKind
	title  string
	person int
	due    int
	state  models.ActionState
}{
	{"kickoff", "食堂の方に、いまの献立を聞く", 0, -29, models.ActionDone},
	{"work", "冷凍できる献立を調べる", 1, -20, models.ActionDone},
	{"work", "献立の案を4週分つくる", 2, -8, models.ActionDone},
	{"work", "買い物の表をつくる", 0, -2, models.ActionOpen},
	{"work", "試作の写真を整理する", 2, 5, models.ActionOpen},
	{"report", "成果報告の日程を決める", -1, 12, models.ActionOpen},
}

// demoDiary is what the team wrote: who, and how many days ago.
var demoDiary = []struct {
	person, daysAgo int
	words           string
}{
	{0, 29, "食堂におじゃました。水曜日は来る人が多く、ごはんが足りなくなるとのこと。"},
	{1, 22, "冷凍できる献立は、煮物より炒め物のほうが評判がよさそう。"},
	{2, 3, "試作した3品を持っていったら、子どもたちに「また作って」と言われた。"},
}

// work is what the team of a project did: of one that goes on tasks, meetings, a diary and a file, of one that is over
// what it made, which the team publishes.
func (b *builder) work(p *models.Project, d *demoProject, ids []string) error {
	if d.until > 0 {
		return b.deliverable(p, ids, "募集の文章（3案）", "募集の文章.xlsx", true, [][]any{
			{"1", "週に1時間から。あなたの「いつも」を持ってきてください。"}, {"2", "見学だけでも歓迎です。"}, {"3", "友だちと来てもかまいません。"},
		})
	}
	for _, t := range demoTasks {
		task := &models.ProjectTask{
			ProjectID: p.ID, Phase: t.phase, Title: t.title, DueOn: b.dayAgo(-t.due).Format(time.DateOnly),
		}
		if t.person >= 0 {
			task.MemberID = &ids[t.person]
		}
		if err := b.tx.ProjectTasks().Create(task); err != nil {
			return err
		}
		if t.state == models.ActionOpen {
			continue
		}
		task.State, task.StateAt = t.state, b.dayAgo(-t.due)
		if err := b.tx.ProjectTasks().Update(task, task.Version); err != nil {
			return err
		}
	}
	for _, e := range demoDiary {
		err := b.tx.Diaries().Create(&models.DiaryEntry{
			ProjectID: p.ID, MemberID: ids[e.person], Day: b.dayAgo(e.daysAgo).Format(time.DateOnly), Words: e.words,
		})
		if err != nil {
			return err
		}
	}
	if err := b.meetings(p, ids); err != nil {
		return err
	}
	return b.deliverable(p, ids, "献立の表（4週分）", "献立の表.xlsx", false, [][]any{
		{"1週目", "豚肉と野菜の炒め物、みそ汁"}, {"2週目", "鶏そぼろ丼、すまし汁"}, {"3週目", "夏野菜のカレー"}, {"4週目", "さばの南蛮漬け、とん汁"},
	})
}

// meetings are one that was held and one to come.
func (b *builder) meetings(p *models.Project, ids []string) error {
	held, next := b.dayAgo(9).Add(20*time.Hour), b.dayAgo(-6).Add(19*time.Hour)
	for _, m := range []*models.ProjectMeeting{
		{
			Title: "中間の打ち合わせ", StartsAt: held.UTC(), EndsAt: held.Add(90 * time.Minute).UTC(),
			URL: "https://meet.example/kodomo-shokudo", Agenda: "献立の案の確認\n買い物の分担",
			Minutes: "3週目は野菜を増やす。買い物の表は登戸さんがつくる。",
		},
		{
			Title: "試作の報告", StartsAt: next.UTC(), EndsAt: next.Add(time.Hour).UTC(), Place: "高津市民館 調理室",
			Agenda: "試作3品の感想\n写真の選び方\n成果報告の日程",
		},
	} {
		m.ProjectID = p.ID
		if err := b.tx.ProjectMeetings().Create(m); err != nil {
			return err
		}
		for i, id := range ids[:2] {
			comes := i == 0 || m.StartsAt.Before(b.tx.Now)
			err := b.tx.ProjectMeetings().Reply(&models.MeetingReply{MeetingID: m.ID, MemberID: id, Comes: comes})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// deliverable is a file that a project made, and to whose publication the team agreed, or is being asked.
func (b *builder) deliverable(
	p *models.Project, ids []string, title, name string, isPublished bool, lines [][]any,
) error {
	var content bytes.Buffer
	err := table.XLSX(&content, table.Table{
		Name: strings.TrimSuffix(name, ".xlsx"), Header: []string{"", title},
		Rows: func(yield func([]any, error) bool) {
			for _, line := range lines {
				if !yield(line, nil) {
					return
				}
			}
		},
	})
	if err != nil {
		return err
	}
	f := &models.ProjectFile{
		ProjectID: p.ID, MemberID: &ids[0], Title: title, Name: name, ContentType: typeXLSX, Content: content.Bytes(),
		IsDeliverable: true, AskedAt: &b.tx.Now,
	}
	agreed := ids[:1]
	if isPublished {
		f.PublishedAt, agreed = &b.tx.Now, ids
	}
	if err := b.tx.ProjectFiles().Create(f); err != nil {
		return err
	}
	for _, id := range agreed {
		err := b.tx.ProjectFiles().Reply(&models.FileReply{FileID: f.ID, MemberID: id, Agrees: true})
		if err != nil {
			return err
		}
	}
	return nil
}
