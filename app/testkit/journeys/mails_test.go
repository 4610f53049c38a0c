package journeys_test

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// mailKinds are the kinds of mail, with the data of each.
var mailKinds = map[string]map[string]string{
	"registration_confirmed":  nil,
	"registration_promoted":   nil,
	"registration_changed":    nil,
	"registration_waitlisted": {"position": "12"},
	"registration_cancelled":  nil,
	"entry_invitation":        {"code": "K7QX-M2RD-8HVW-3TGN"},
	"entry_reminder":          {"code": "K7QX-M2RD-8HVW-3TGN"},
	"registration_known":      nil,
	"registration_pending":    {"again": "true"},
	"registration_accepted":   nil,
	"registration_declined":   {"reason": "今回は川崎市内の方を対象とさせていただきました。"},
	"registration_lapse_soon": nil,
	"registration_lapsed":     nil,
	"registration_applied":    {"code": "K7QX-M2RD", "draws": "2026-10-01T03:00:00Z"},
	"reply_lapsed":            nil,
	"session_promoted":        {"session": "the first", "reply_by": "2026-10-01T03:00:00Z"},
	"session_unanswered":      {"session": "the first"},
	"session_moved":           {"session": "the first", "state": "waiting"},
	"session_left":            {"session": "the first"},
	"lottery_won":             nil,
	"lottery_waiting":         {"position": "3"},
	"lottery_sessions":        {"wishes": "the first"},
	"lottery_party":           {"party": "0198c0de-0000-7000-8000-000000000009", "name": "川崎市"},
	"link_again":              nil,
	"link_new":                nil,
	"address_changed":         nil,
	"address_confirm":         {"change": "0198c0de-0000-7000-8000-000000000005", "days": "3"},
	"address_asked":           {"email": "new@mail.example"},
	"event_changed": {
		"was_starts_at": "2026-10-03T04:00:00Z", "was_ends_at": "2026-10-03T08:30:00Z", "was_time_zone": "Asia/Tokyo",
		"was_venue_ja": "川崎市役所 本庁舎2階ホール", "was_venue_en": "Kawasaki City Hall", "was_address_ja": "神奈川県川崎市川崎区宮本町1番地",
	},
	"event_moved_online": {
		"subject_ja": "オンライン開催に変更", "subject_en": "Now online", "body_ja": "**会場では開催しません。**",
		"body_en": "**Not at the venue.**",
	},
	"event_moved_back": {
		"subject_ja": "会場で開催します", "subject_en": "At the venue again",
		"body_ja": "予定どおりです。", "body_en": "As planned.",
	},
	"address_limit":          nil,
	"accessibility_answered": nil,
	"group_registered":       {"n": "3", "known": "川崎 一郎"},
	"group_promoted":         {"n": "3"},
	"group_changed":          nil,
	"registration_merged":    nil,
	"registration_unmerged":  nil,
	"erasure_asked":          {"until": "2026年10月17日（土）"},
	"erasure_agreed":         nil,
	"erasure_declined":       {"answer": "会計の記録として、法律により7年間保存します。"},
	"event_postponed": {
		"was_starts_at": "2026-10-03T04:00:00Z", "was_ends_at": "2026-10-03T08:30:00Z", "was_time_zone": "Asia/Tokyo",
		"was_venue_ja": "川崎市役所 本庁舎2階ホール", "was_venue_en": "Kawasaki City Hall",
		"reason": "台風の接近により、安全を考えて延期いたします。",
	},
	"event_new_dates": {
		"was_starts_at": "2026-07-03T04:00:00Z", "was_ends_at": "2026-07-03T08:30:00Z", "was_time_zone": "Asia/Tokyo",
		"was_venue_ja": "川崎市役所 本庁舎2階ホール", "was_venue_en": "Kawasaki City Hall", "reason": "",
	},
	"event_cancelled":      {"reason": "台風の接近により、安全を考えて中止いたします。"},
	"promise_returned":     {"promise": "0198c0de-0000-7000-8000-000000000003", "days": "30"},
	"voice_answered":       nil,
	"survey_invitation":    {"survey": "0198c0de-0000-7000-8000-000000000000"},
	"survey_reminder":      {"survey": "0198c0de-0000-7000-8000-000000000000"},
	"password_reset":       {"reset": "0198c0de-0000-7000-8000-000000000001"},
	"staff_invitation":     {"reset": "0198c0de-0000-7000-8000-000000000002"},
	"new_sign_in":          {"at": "2026-10-03T04:05:00Z", "device": "Samsung Internet / Android"},
	"person_link":          {"link": "0198c0de-0000-7000-8000-000000000005"},
	"person_address":       {"address": "0198c0de-0000-7000-8000-000000000006"},
	"person_address_added": {"email": "hana@home.example"},
	"password_changed":     {"at": "2026-10-03T04:05:00Z"},
	"message":              {"message": "day"},
	"message_trial":        {"message": "hour"},
	"agenda_changed": {
		"changes": `[{"id":"0198c0de-0000-7000-8000-000000000003","kind":"moved","title_ja":"対話","title_en":"Discussion",
			"before":{"starts_at":"2026-10-03T05:00:00Z","ends_at":"2026-10-03T05:30:00Z","room_ja":"ホール"},
			"after":{"starts_at":"2026-10-03T05:15:00Z","ends_at":"2026-10-03T05:45:00Z","room_ja":"ホール"}}]`,
	},
	"agenda_speaker": {
		"changes": `[{"id":"0198c0de-0000-7000-8000-000000000003","kind":"cancelled","title_ja":"対話","title_en":"Discussion",
			"before":{"starts_at":"2026-10-03T05:00:00Z","ends_at":"2026-10-03T05:30:00Z","room_ja":"ホール"},
			"after":{"starts_at":"2026-10-03T05:00:00Z","ends_at":"2026-10-03T05:30:00Z","room_ja":"ホール"}}]`,
	},
	"wish_confirm":   {"wish": "0198c0de-0000-7000-8000-00000000000b", "title": "かわさきプロボノサミット"},
	"offer_confirm":  {"offer": "0198c0de-0000-7000-8000-00000000000b", "need": "会員の名簿を一つにまとめたい"},
	"offer_asked":    {"offer": "0198c0de-0000-7000-8000-00000000000b", "need": "会員の名簿を一つにまとめたい", "host": "NECプロボノ倶楽部"},
	"offer_news":     {"offer": "0198c0de-0000-7000-8000-00000000000b", "need": "会員の名簿を一つにまとめたい", "what": "written"},
	"offer_told":     {"need": "会員の名簿を一つにまとめたい", "what": "new", "desk": "/staff/events/summit-next/needs"},
	"project_joined": {"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む"},
	"project_meeting": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "meeting": "中間の打ち合わせ",
		"id": "0198c0de-0000-7000-8000-00000000000c", "at": "2026-12-03T10:00:00Z", "place": "市役所 3階",
	},
	"project_meeting_moved": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "meeting": "中間の打ち合わせ",
		"id": "0198c0de-0000-7000-8000-00000000000c", "at": "2026-12-03T10:00:00Z", "place": "市役所 3階",
	},
	"project_meeting_cancelled": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "meeting": "中間の打ち合わせ",
		"id": "0198c0de-0000-7000-8000-00000000000c", "at": "2026-12-03T10:00:00Z", "place": "市役所 3階",
	},
	"project_task_overdue": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "task": "献立の案を送る",
		"day": "2026-11-20",
	},
	"project_publish": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "file": "献立と買い物の表",
	},
	"hours_budget_near": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "budget": "FUJITRA10",
		"first": "2026-10", "used": "13", "whole": "15.5", "over": "0",
	},
	"hours_budget_over": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "budget": "FUJITRA10",
		"first": "2026-10", "used": "17", "whole": "15.5", "over": "1.5",
	},
	"review_asked": {
		"review": "0198c0de-0000-7000-8000-00000000000b", "project": "勤務表を楽に組む", "about": "end_helped", "day": "2026-12-13",
	},
	"review_news": {
		"review": "0198c0de-0000-7000-8000-00000000000b", "project": "勤務表を楽に組む", "about": "lapsed", "day": "2026-12-13",
	},
	"tie_declared": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む", "by": "川瀬 みどり",
	},
	"organization_invitation": {
		"affiliation": "0198c0de-0000-7000-8000-00000000000b", "key": "hanako@club.example", "organization": "NECプロボノ倶楽部",
	},
	"organization_accepted":    {"organization": "NECプロボノ倶楽部", "words": "次の例会は10日です。"},
	"organization_declined":    {"organization": "NECプロボノ倶楽部", "words": "来年度にまた募集します。"},
	"organization_left":        {"organization": "NECプロボノ倶楽部"},
	"organization_left_listed": {"organization": "NECプロボノ倶楽部"},
	"hours_returned": {
		"member": "0198c0de-0000-7000-8000-00000000000b", "link": "1", "project": "勤務表を楽に組む",
		"words": "日付をもう一度お確かめください。",
	},
	"series_confirm":    {"follower": "0198c0de-0000-7000-8000-00000000000a", "series": "かわさきプロボノサミット"},
	"series_next":       {"follower": "0198c0de-0000-7000-8000-00000000000a", "series": "かわさきプロボノサミット", "by": "venue"},
	"series_registered": {"series": "かわさきプロボノサミット"},
	"series_elsewhere": {
		"follower": "0198c0de-0000-7000-8000-00000000000a", "series": "かわさきプロボノサミット", "event": "summit-next",
	},
	"series_asked": {
		"series": "かわさきプロボノサミット", "host": "NECプロボノ倶楽部", "slug": "senshu", "id": "0198c0de-0000-7000-8000-00000000000c",
	},
	"joint_use_asked": {"host": "NECプロボノ倶楽部", "slug": "senshu", "id": "0198c0de-0000-7000-8000-00000000000c"},
	"series_hosts": {
		"series": "かわさきプロボノサミット", "host": "NECプロボノ倶楽部", "slug": "senshu", "day": "2027-03-31",
		"id": "0198c0de-0000-7000-8000-00000000000c",
	},
	"joint_use_ending": {
		"about": "series", "title": "かわさきプロボノサミット", "day": "2027-03-31", "slug": "senshu",
		"id": "0198c0de-0000-7000-8000-00000000000c",
	},
	"joint_use_ended": {
		"about": "event", "title": "プロボノ交流会", "day": "2027-03-31", "slug": "senshu",
		"id": "0198c0de-0000-7000-8000-00000000000c",
	},
	"joint_use_left": {
		"about": "register", "title": "NECプロボノ倶楽部", "day": "2027-03-31", "slug": "senshu", "by": "川崎プロボノ部",
		"id": "0198c0de-0000-7000-8000-00000000000c",
	},
	"publication_asked": {"host": "NECプロボノ倶楽部", "slug": "senshu", "n": "3"},
	"action_due": {
		"series": "かわさきプロボノサミット", "action": "会場の下見をする", "day": "2026-10-03", "slug": "senshu",
		"id": "0198c0de-0000-7000-8000-00000000000c",
	},
	"action_overdue": {
		"series": "かわさきプロボノサミット", "action": "会場の下見をする", "day": "2026-10-03", "slug": "senshu",
		"id": "0198c0de-0000-7000-8000-00000000000c",
	},
	"speaker_link":   {"speaker": "0198c0de-0000-7000-8000-000000000004", "number": "1"},
	"publish_missed": {"event": "かわさきプロボノサミット", "slug": "summit-next"},
	"partner_named":  {"event": "かわさきプロボノサミット", "name": "専修大学", "slug": "senshu"},
}

func TestEveryKindOfMailIsExamined(t *testing.T) {
	made, err := program.New(&program.Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0"}, modelstest.OnSQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	apptest.Equal(t, "kinds of mail", slices.Sorted(maps.Keys(mailKinds)), made.Mails.KindNames())
}

// TestEveryMail examines each kind of mail as a mail program shows it, in both languages, at the venue and online. The
// server's preview cannot be examined, as it allows no scripts.
func TestEveryMail(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := apptest.NewClient(t, server.Handler)
	owner.SignIn("owner@meguri.example", demo.Password)
	atVenue, online := register(t, server.Demo, "venue"), register(t, server.Demo, "online")
	for _, c := range []struct {
		view browser.View
		path string // of the attendee's page
	}{{browser.View{Width: 390, Lang: "ja"}, atVenue}, {browser.View{Width: 1280, Lang: "en"}, online}} {
		t.Run(c.view.Name(), func(t *testing.T) {
			p := server.browser.Visit(t, server.BaseURL, "reader", c.view)
			for _, kind := range slices.Sorted(maps.Keys(mailKinds)) {
				id := server.queue(t, c.path, kind, c.view.Lang, mailKinds[kind])
				body := owner.With(t).Get("/staff/events/summit-next/mails/" + id + "/body").Body.Bytes()
				p.Open("data:text/html;base64," + base64.StdEncoding.EncodeToString(body)).Examine(kind)
			}
		})
	}
}

// queue queues a mail of a kind to the attendee whose page is at path, and returns the mail's id.
func (s *demoServer) queue(t *testing.T, path, kind, lang string, facts map[string]string) string {
	t.Helper()
	m := &models.Mail{Cause: kind + lang, Kind: kind, ToAddress: "guest@mail.example", Locale: lang, Data: facts}
	m.ToName = "ヴァルデマールスドッティル・シュヴァルツェンベルク クリスティアーネアレクサンドリーナ"
	if lang == "en" {
		m.ToName = "Christiane Alexandrina Maria Schwarzenberg-Valdemarsdottir"
	}
	err := s.DB.InTx(t.Context(), func(tx *models.Tx) error {
		r, err := tx.Registrations().ByLink(strings.TrimPrefix(path, "/r/"))
		if err != nil {
			return err
		}
		m.EventID, m.RegistrationID = &r.EventID, &r.ID
		if facts["session"]+facts["wishes"] != "" {
			sessions, err := tx.Sessions().Outline(&models.Event{ID: r.EventID}, 1)
			if err != nil {
				return err
			}
			m.Data = maps.Clone(facts)
			for name, value := range facts {
				if value == "the first" {
					m.Data[name] = sessions[0].ID
				}
			}
		}
		return tx.Mails().Queue(m)
	})
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}
