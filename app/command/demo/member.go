package demo

import (
	"context"

	"meguri/app/service/link"
	"meguri/models"
)

// memberName is somebody of the demo's teams who keeps an account and has ties with others.
const memberName = "登戸 のぼる（デモ）"

// member gives them an account, and ties: who helped, who taught what is used elsewhere, and one that waits for a yes.
func (b *builder) member() error {
	email := demoAddress(memberName)
	a := &models.Account{
		Email: email, EmailKey: email, Name: memberName, PasswordHash: models.NoPassword, Locale: "ja",
		VerifiedAt: &b.tx.Now,
	}
	if err := b.tx.Accounts().Create(a); err != nil {
		return err
	}
	places, err := b.tx.Projects().OfAccount(a)
	if err != nil || len(places) == 0 {
		return err
	}
	if err := b.tx.Contributions().Settle(places[0].ProjectID); err != nil { // their hours were approved
		return err
	}
	me := places[0].ID
	team, err := b.tx.Projects().Team(places[0].ProjectID)
	if err != nil {
		return err
	}
	var others []string
	for _, m := range team {
		if m.ID != me {
			others = append(others, m.ID)
		}
	}
	if len(others) < 2 {
		return nil
	}
	confirmed := []models.Tie{
		{Kind: models.TieHelped, ByID: me, OfID: others[0], Words: "冷凍できる献立を調べてくれました。"},
		{Kind: models.TieLearned, ByID: others[1], OfID: me, Words: "聞き取りのしかたを、町内会でも使っています。"},
	}
	for i := range confirmed {
		t := &confirmed[i]
		if err := b.tx.Ties().Declare(t); err != nil {
			return err
		}
		t.State, t.AnsweredAt, t.ShownBy, t.ShownOf = models.TieConfirmed, &b.tx.Now, true, true
		if err := b.tx.Ties().Update(t, models.TieDeclared); err != nil {
			return err
		}
	}
	return b.tx.Ties().Declare(&models.Tie{
		Kind: models.TieIntroduced, ByID: others[0], OfID: me, Words: "この困りごとを教えてくれました。",
	})
}

// MemberLink makes a new link that opens the account of that person. Whoever has the demo's database may have it, as
// they have the password of its staff.
func MemberLink(ctx context.Context, db *models.DB, linkKey []byte) (secret string, err error) {
	err = db.InTx(ctx, func(tx *models.Tx) error {
		account, err := tx.Accounts().ByEmail(demoAddress(memberName))
		if err != nil {
			return err
		}
		l, err := tx.Persons().AddLink(account.ID, link.New(linkKey).Person)
		if err != nil {
			return err
		}
		secret = link.New(linkKey).Person(l.ID)
		return nil
	})
	return secret, err
}
