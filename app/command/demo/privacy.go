package demo

import "meguri/models"

// notice tells what becomes of the data of an event's people: the co-host helps at the reception.
func (b *builder) notice(e *models.Event) error {
	e.PrivacyVersion = 1
	return b.tx.Privacy().Add(&models.PrivacyNotice{
		EventID: e.ID, Joint: true, Keep: models.ProposedKeep,
		Texts: map[string]string{
			"joint_items_ja":          "お名前、ふりがな、ご所属、参加形式、配慮が必要なこと",
			"joint_items_en":          "Name and reading, organization, attendance, accessibility needs",
			"joint_scope_ja":          "NECプロボノ倶楽部、川崎市 コミュニティ推進部 協働・連携推進課",
			"joint_scope_en":          "NEC Pro Bono Club; City of Kawasaki, Collaboration Promotion Section",
			"joint_purpose_ja":        "当日の受付とご案内、開催後の報告書の作成",
			"joint_purpose_en":        "Check-in and guidance on the day, and the report afterwards",
			"joint_party_ja":          "NECプロボノ倶楽部",
			"joint_party_en":          "NEC Pro Bono Club",
			"joint_address_ja":        "神奈川県川崎市中原区見本町1-2-3",
			"joint_address_en":        "1-2-3 Mihoncho, Nakahara-ku, Kawasaki",
			"joint_representative_ja": "代表 見本 太郎",
			"joint_representative_en": "Taro Mihon, representative",
		},
	}, 0)
}
