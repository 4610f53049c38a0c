package main

import (
	"context"
	"fmt"
	"io"

	"meguri/app/account"
	"meguri/app/demo"
	"meguri/app/service/link"
	"meguri/models"
)

type demoCommand struct{}

// demoPassword is no secret: the demo is for trying things on one's own machine.
const demoPassword = "kawasaki-probono-2025"

// demoStaff are who can sign in, with what they may do at the events of the demo.
var demoStaff = []struct {
	role  models.Role
	email string
	name  string
}{
	{models.Owner, "owner@meguri.example", "小川 めぐり"},
	{models.Organizer, "organizer@meguri.example", "青木 葵"},
	{models.Receptionist, "receptionist@meguri.example", "受付 花"},
	{models.Moderator, "moderator@meguri.example", "林 誠"},
	{models.Analyst, "analyst@meguri.example", "中野 彩"},
}

// Run fills an empty database with the demo and says how to look at it.
func (demoCommand) Run(ctx context.Context, config *Config, out io.Writer) error {
	db, err := openDatabase(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	empty, err := db.Reader(ctx).IsEmpty()
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("the database is not empty: the demo goes into a new one (choose another MEGURI_DATA_DIR)")
	}
	if err := fillDemo(ctx, config, db); err != nil {
		return err
	}
	return tellDemo(config, out)
}

func fillDemo(ctx context.Context, config *Config, db *models.DB) error {
	secret, err := config.secret()
	if err != nil {
		return err
	}
	links := link.New(secret)
	filler := demo.Filler{DB: db, Link: func(id string) string { return links.Registration(id, 1) }}
	if err := filler.Fill(ctx); err != nil {
		return err
	}
	host, err := db.Reader(ctx).OrganizationBySlug("nec-probono")
	if err != nil {
		return err
	}
	accounts := quietAccounts(db)
	for _, s := range demoStaff {
		newcomer := account.CreateInput{Email: s.email, Name: s.name, Password: demoPassword, Locale: "ja"}
		if _, err := accounts.CreateMember(ctx, newcomer, func(*models.Tx) (*models.Member, error) {
			return &models.Member{OrganizationID: &host.ID, Role: s.role}, nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// tellDemo says where to look and how to sign in.
func tellDemo(config *Config, out io.Writer) error {
	base, err := config.baseURL()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe demo: %s/  (next summit: %s/events/summit-next)\nStaff sign in at %s/staff, password for all: %s\n", base, base, base, demoPassword)
	for _, s := range demoStaff {
		fmt.Fprintf(out, "  %-13s %s\n", s.role, s.email)
	}
	fmt.Fprintf(out, "Mails stay in the outbox: %s/staff/events/summit-next/mails\n\n", base)
	return nil
}
