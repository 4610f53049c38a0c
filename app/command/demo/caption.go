package demo

import (
	"time"

	"meguri/models"
)

// captioned is the session of the summit that has captions, by its Japanese title.
const captioned = "川崎プロボノ部の紹介"

// summitCaptions are what two captioners typed in turn in it, and how many seconds after its start.
var summitCaptions = []struct {
	second int
	text   string
}{
	{4, "みなさん、こんにちは。川崎プロボノ部です。"},
	{9, "きょうは、会場にもオンラインにも、たくさんの方がいらっしゃいます。"},
	{16, "はじめに、プロボノとは何か、少しだけお話しします。"},
	{22, "仕事で身につけた力を、地域や団体のために生かすことです。"},
	{29, "特別な資格はいりません。"},
	{33, "資料を見やすくする。名簿を整える。会計の表を作る。"},
	{41, "ふだんの「当たり前」が、団体にとっては「ありがたい」になります。"},
	{50, "私たちの部は、月に一度、オンラインで集まっています。"},
	{57, "（拍手）"},
	{62, "ひとつ、例をご紹介します。"},
	{67, "子ども食堂から、「寄付のお礼状が追いつかない」という相談がありました。"},
	{76, "三人の部員が、二時間ずつ、三回。"},
	{82, "差し込み印刷のひな型ができて、いまは十分で終わるそうです。"},
	{91, "大きなことではないのですが、とても喜んでいただきました。"},
	{99, "私たちも、仕事では聞けない「ありがとう」をいただきました。"},
	{108, "一方で、むずかしさもあります。"},
	{113, "続けられる時間は、人によって違います。"},
	{119, "ですから、いつでも休める、いつでも戻れる、を約束にしています。"},
	{128, "このあとのテーマでも、時間の話が出ると思います。"},
	{134, "ぜひ、みなさんの工夫を聞かせてください。"},
	{141, "どうぞよろしくお願いします。"},
	{145, "（拍手）"},
}

// captions stores what was typed at a summit that is over. Its speakers allowed it in the record.
func (b *builder) captions(e *models.Event, _ []models.Registration) error {
	sessions, err := b.tx.Sessions().OfEvent(e)
	if err != nil {
		return err
	}
	seats := [2]string{models.NewAnonymousID(), models.NewAnonymousID()}
	for i := range sessions {
		if sessions[i].TitleJa != captioned {
			continue
		}
		lines := make([]models.Caption, len(summitCaptions))
		for n, c := range summitCaptions {
			lines[n] = models.Caption{
				EventID: e.ID, ID: models.NewAnonymousID(), SessionID: &sessions[i].ID, SeatID: seats[n/4%2], Text: c.text,
				SpokenAt: sessions[i].StartsAt.Add(time.Duration(c.second) * time.Second),
			}
		}
		if err := b.tx.Captions().Add(lines); err != nil {
			return err
		}
		settings, err := b.tx.Captions().Make(e)
		if err != nil {
			return err
		}
		settings.AllowedSessions = []string{sessions[i].ID}
		return b.tx.Captions().SaveSettings(settings)
	}
	return nil
}

// captionSeats lets the next summit have captions.
func (b *builder) captionSeats(e *models.Event) error {
	settings, err := b.tx.Captions().Make(e)
	if err != nil {
		return err
	}
	settings.LinkNumber = 1
	return b.tx.Captions().SaveSettings(settings)
}
