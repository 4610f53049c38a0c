package demo

import "meguri/models"

// presenter is somebody who speaks at the summit. The people are invented, their names are those of places in Kawasaki.
type presenter struct {
	ja, kana, en    string
	roleJa, roleEn  string
	org             string
	aboutJa, aboutE string
	look            look
}

var presenters = map[string]presenter{
	"miyamae": {
		"宮前 あかり", "ミヤマエ アカリ", "Akari Miyamae", "進行役", "Facilitator", "iise",
		"聞いて、つなぐ人。地域の話し合いを10年以上進めてきました。",
		"She listens and connects, and has led conversations in towns for more than ten years.",
		look{0xf6d9b8, 0xf6cfae, 0x3b2a24, 0xc8553d, "bob", "round", false, false},
	},
	"takatsu": {
		"高津 誠", "タカツ マコト", "Makoto Takatsu", "代表", "Head", "nec-probono",
		"5年前、6人の仲間と倶楽部を始めました。",
		"He founded the club with six colleagues five years ago.",
		look{0xcfe3dc, 0xeec29c, 0x6f6a66, 0x2f4a68, "side", "jacket", true, false},
	},
	"nakahara": {
		"中原 由美子", "ナカハラ ユミコ", "Yumiko Nakahara", "担当課長", "Section head", "kawasaki-city",
		"市民と市役所の間を、毎日歩いています。",
		"Every day she walks between the people of the city and its hall.",
		look{0xd8dcf0, 0xf4cba6, 0x4a342b, 0x46618f, "bun", "jacket", false, false},
	},
	"ikuta": {
		"生田 大輔", "イクタ ダイスケ", "Daisuke Ikuta", "会員", "Member", "nec-probono",
		"ふだんはソフトウェアの品質管理。団体の名簿づくりを手伝っています。",
		"At work he tests software; in his free time he helps groups to keep their lists.",
		look{0xfbe7a8, 0xe5b48a, 0x231c1a, 0x3f7d6a, "spiky", "shirt", false, false},
	},
	"kosugi": {
		"小杉 さくら", "コスギ サクラ", "Sakura Kosugi", "事務局", "Office", "kawasaki-probono",
		"手を借りたい団体の話を、年に50件うかがいます。",
		"She hears fifty groups a year who could use a hand.",
		look{0xf8d3d6, 0xf7d3b5, 0x5d3b2a, 0x8a5a96, "tail", "round", true, false},
	},
	"aso": {
		"麻生 千尋", "アソウ チヒロ", "Chihiro Aso", "教員", "Lecturer", "senshu",
		"専門は地域づくり。学生とまちを歩く授業が8年目です。",
		"She teaches how towns are made, and has walked through this one with students for eight years.",
		look{0xd3e6c4, 0xf0c49d, 0x2a2322, 0xd08a2e, "long", "jacket", false, false},
	},
	"mizoguchi": {
		"溝口 蓮", "ミゾグチ レン", "Ren Mizoguchi", "学生", "Student", "senshu",
		"3年生。商店街の聞き取りを担当しました。",
		"In his third year; he interviewed the shopkeepers.",
		look{0xc9e2f2, 0xe9bd95, 0x33241d, 0xe0704a, "crop", "round", false, false},
	},
	"noborito": {
		"登戸 恵", "ノボリト メグミ", "Megumi Noborito", "理事", "Board member", "kawasaki-nurses",
		"看護師として30年。助けてもらった経験を、次の団体へ。",
		"A nurse for thirty years, who passes on the help that she was given.",
		look{0xf3dcc6, 0xeec4a2, 0x8d8681, 0x5f9ea0, "wavy", "shirt", false, false},
	},
	"kashimada": {
		"鹿島田 隆", "カシマダ タカシ", "Takashi Kashimada", "発起人", "Founder", "fujitsu-probono",
		"2022年にプロボノ部を立ち上げました。",
		"He started the club in 2022.",
		look{0xdfd6c8, 0xd9a57c, 0x3a312d, 0x7a3b3b, "thin", "shirt", true, true},
	},
}

// speakers stores the people who speak in the sessions, with their portraits, and returns their ids.
func (b *builder) speakers(e *models.Event, items []item) (map[string]string, error) {
	ids := map[string]string{}
	for _, i := range items {
		for _, key := range i.by {
			if ids[key] != "" {
				continue
			}
			speaker, err := b.speaker(e, key)
			if err != nil {
				return nil, err
			}
			ids[key] = speaker.ID
		}
	}
	return ids, nil
}

func (b *builder) speaker(e *models.Event, key string) (*models.Speaker, error) {
	p := presenters[key]
	portrait, err := b.portrait(e, key)
	if err != nil {
		return nil, err
	}
	org := b.orgs[p.org]
	speaker := &models.Speaker{
		NameJa: p.ja, NameEn: p.en, Kana: p.kana, RoleJa: p.roleJa, RoleEn: p.roleEn, AboutJa: p.aboutJa, AboutEn: p.aboutE,
		OrganizationJa: org.NameJa, OrganizationEn: org.NameEn, PortraitID: &portrait.ID,
	}
	return speaker, b.tx.Speakers().Add(e, speaker)
}

// portrait stores the portrait of a presenter, which is drawn once for all events.
func (b *builder) portrait(e *models.Event, key string) (*models.Picture, error) {
	if b.portraits[key] == nil {
		drawn, err := portraitOf(presenters[key].look)
		if err != nil {
			return nil, err
		}
		b.portraits[key] = drawn
	}
	picture := *b.portraits[key]
	picture.EventID = &e.ID
	return &picture, b.tx.Pictures().Add(&picture)
}
