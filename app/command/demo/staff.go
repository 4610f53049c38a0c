package demo

import (
	"context"
	"slices"

	"meguri/app/account"
	"meguri/models"
)

// Password is the password of everybody in Staff. It is public, because the demo is for trying the program on one's own
// machine.
const Password = "kawasaki-probono-2025"

// The operator of the demo, where the settings name none.
const (
	OperatorJa    = "めぐり実行委員会（デモ）"
	OperatorEn    = "Meguri demo committee"
	OperatorEmail = "office@meguri.example"
)

// Colleague is a member of staff who can sign in.
type Colleague struct {
	Role  models.Role
	Email string
	Name  string
}

// Staff lists who can sign in, with their roles at the events of the demo.
var Staff = []Colleague{
	{models.RoleOwner, "owner@meguri.example", "小川 めぐり"},
	{models.RoleOrganizer, "organizer@meguri.example", "青木 葵"},
	{models.RoleReceptionist, "receptionist@meguri.example", "受付 花"},
	{models.RoleModerator, "moderator@meguri.example", "林 誠"},
	{models.RoleAnalyst, "analyst@meguri.example", "中野 彩"},
	{models.RoleCoordinator, "coordinator@meguri.example", "結城 つなぐ"},
}

// Secretary keeps the register of another club, which gives its people time for projects.
var Secretary = Colleague{models.RoleOrganizer, "secretary@meguri.example", "宮前 しおり"}

func fillStaff(ctx context.Context, db *models.DB) error {
	host, err := db.Query(ctx).Organizations().BySlug("nec-probono")
	if err != nil {
		return err
	}
	club, err := db.Query(ctx).Organizations().BySlug("fujitsu-probono")
	if err != nil {
		return err
	}
	accounts := account.New(db, account.Options{}) // it mails nothing
	for i, s := range append(slices.Clone(Staff), Secretary) {
		of := host
		if i == len(Staff) {
			of = club
		}
		input := account.CreateInput{Email: s.Email, Name: s.Name, Password: Password, Locale: "ja"}
		if _, err := accounts.CreateMember(ctx, input, func(*models.Tx) (*models.Member, error) {
			return &models.Member{OrganizationID: &of.ID, Role: s.Role}, nil
		}); err != nil {
			return err
		}
	}
	return nil
}
