package demo

import "meguri/models"

// demoProfile is somebody who keeps an account and agreed to be asked. What is not named in open is seen by nobody.
type demoProfile struct {
	name, email, area        string
	ordinary, skills, wishes []string
	hours                    int
	online, onSite           bool
	open                     []models.ProfileField
}

// everything is all that a profile has.
var everything = models.ProfileFields

var demoProfiles = []demoProfile{
	{
		"久地 ひなた（デモ）", "hinata@people.example", "川崎市高津区",
		[]string{"朝は、部署のシフト表を表計算で直しています", "新人さんに仕事の手順を教えています"},
		[]string{"表計算", "勤務表づくり"}, []string{"医療の現場を知る"}, 3, true, false, everything,
	},
	{
		"梨本 めぐみ（デモ）", "megumi@people.example", "川崎市中原区",
		[]string{"顧客の名簿から、重なった住所を見つけて一つにしています"},
		[]string{"名簿の整理"}, []string{"会計"}, 2, true, true, everything,
	},
	{
		"平間 すみれ（デモ）", "sumire@people.example", "川崎市中原区",
		[]string{"毎月、伝票と領収書を突き合わせて帳簿をつけています"},
		[]string{"経理"}, nil, 1, true, false,
		[]models.ProfileField{models.ProfileOrdinary, models.ProfileSkills, models.ProfileHours},
	},
	{
		"鹿島 てる（デモ）", "teru@people.example", "川崎市幸区",
		[]string{"休みの日は、写真を撮って冊子にまとめています", "社内報の文章を直しています"},
		[]string{"写真", "編集"}, []string{"広報"}, 4, true, true, everything,
	},
	{
		"稲田 つつみ（デモ）", "tsutsumi@people.example", "川崎市多摩区",
		[]string{"孫にスマートフォンの使い方を教えています", "町内会の防災訓練を手伝っています"},
		nil, []string{"動画づくり"}, 5, false, true, everything,
	},
	{
		"宿河原 さとし（デモ）", "satoshi@people.example", "川崎市多摩区",
		[]string{"家では、家計簿を表計算でつけています"}, []string{"ホームページづくり"}, nil, 2, true, false, everything,
	},
}

// profiles are people who stay, for coordinators to ask.
func (b *builder) profiles() error {
	for i := range demoProfiles {
		d := &demoProfiles[i]
		a := &models.Account{
			Email: d.email, EmailKey: d.email, Name: d.name, PasswordHash: models.NoPassword, Locale: "ja",
			VerifiedAt: &b.tx.Now,
		}
		if err := b.tx.Accounts().Create(a); err != nil {
			return err
		}
		p := &models.Profile{
			AccountID: a.ID, Ordinary: d.ordinary, Skills: d.skills, Wishes: d.wishes, HoursAWeek: d.hours, Online: d.online,
			OnSite: d.onSite, Area: d.area, Languages: []string{"ja"}, MayBeAskedAt: &b.tx.Now,
			Visibility: map[models.ProfileField]models.Visibility{},
		}
		for _, field := range d.open {
			p.Visibility[field] = models.VisibleToCoordinators
		}
		if err := b.tx.Profiles().Save(p, 0); err != nil {
			return err
		}
	}
	return nil
}
