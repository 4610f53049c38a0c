package demo

import (
	"time"

	"meguri/models"
)

// jointUse makes what the organizations of the exchange agreed to use jointly, of which most people of its last meeting
// were told; one of them said no.
func (b *builder) jointUse(s *models.Series) error {
	day := func(days int) string { return b.tx.Now.In(b.zone).AddDate(0, 0, days).Format(time.DateOnly) }
	j := &models.JointUse{
		OrganizationID: b.orgs["nec-probono"].ID, About: models.JointSeries, SeriesID: &s.ID,
		Fields: []models.JointField{
			models.JointName, models.JointEmail, models.JointOrganization, models.JointEdition, models.JointAttended,
		},
		Roles:     []models.Role{models.RoleOwner, models.RoleOrganizer},
		PurposeJa: "次の交流会のご案内と、手伝える方と困りごとの引き合わせのため",
		PurposeEn: "To invite people to the next exchange, and to bring together who can help and who needs help",
		AddressJa: "神奈川県川崎市中原区下沼部1753", AddressEn: "1753 Shimonumabe, Nakahara-ku, Kawasaki, Kanagawa",
		RepresentativeJa: "倶楽部代表 川崎 めぐみ", RepresentativeEn: "Megumi Kawasaki, chair",
		StartsOn: day(-60), EndsOn: day(305),
	}
	others := []string{b.orgs["kawasaki-probono"].ID, b.orgs["senshu"].ID, b.orgs["fujitsu-probono"].ID}
	if err := b.tx.JointUses().Create(j, others); err != nil {
		return err
	}
	found, err := b.tx.JointUses().For(j.OrganizationID, j.ID)
	if err != nil {
		return err
	}
	for i := range found.Members {
		if m := &found.Members[i]; m.State == models.SeriesAsked {
			if err := b.tx.JointUses().Move(m, models.SeriesAgreed); err != nil {
				return err
			}
		}
	}
	if err := b.tx.JointUses().Agree(j); err != nil {
		return err
	}
	last, err := b.tx.Events().BySlug(meetings[len(meetings)-1].slug)
	if err != nil {
		return err
	}
	var people []*models.Registration
	for r, err := range b.tx.Registrations().Each(last, models.RegistrationFilter{}) {
		if err != nil {
			return err
		}
		people = append(people, r)
	}
	for n, r := range people {
		if n%5 == 4 { // registered by telephone: nobody told them
			continue
		}
		if err := b.tx.JointUses().Tell(last, r, []string{j.ID}, n%7 == 6); err != nil {
			return err
		}
	}
	return nil
}
