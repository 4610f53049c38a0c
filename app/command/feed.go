package command

import (
	"context"
	"fmt"
	"io"

	"meguri/app/federation"
	"meguri/app/program"
	"meguri/app/service/link"
	"meguri/models"
)

type feedCommand struct {
	Key    feedKeyCommand    `cmd:"" help:"Print the key with which this installation signs its feed, in words."`
	NewKey feedNewKeyCommand `cmd:"" help:"Replace that key. Those who follow take the new one by themselves."`
}

type feedKeyCommand struct{}

// Run prints the key.
func (feedKeyCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, links, err := openSigning(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := federation.Keys(ctx, db, links)
	if models.CodeOf(err) == models.CodeUnavailable {
		return errKeyLost
	}
	if err == nil {
		printKey(out, &keys[len(keys)-1])
	}
	return err
}

var errKeyLost = fmt.Errorf("MEGURI_SECRET, or the file secret in the data folder, is not the one from which the key " +
	"was derived: bring it back from your backup, or run `meguri feed new-key --lost`")

type feedNewKeyCommand struct {
	Lost   bool `help:"${help_lost}" env:"-" xor:"why"`
	Stolen bool `help:"The same, where somebody else may know it: change MEGURI_SECRET first." env:"-" xor:"why"`
}

// Run makes the key.
func (f *feedNewKeyCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, links, err := openSigning(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	address, err := config.Address()
	if err != nil {
		return err
	}
	unsigned := f.Lost || f.Stolen
	made, err := federation.NewKey(asCommand(ctx, "command_feed_key_made"), db, links, address, unsigned)
	if models.CodeOf(err) == models.CodeUnavailable {
		return errKeyLost
	}
	if err != nil {
		return err
	}
	printKey(out, made)
	if unsigned {
		fmt.Fprintln(out, "Please tell those who follow this installation: they are asked to compare the words.")
	}
	return nil
}

func openSigning(ctx context.Context, config *program.Config) (*models.DB, link.Maker, error) {
	secret, err := config.LinkKey()
	if err != nil {
		return nil, link.Maker{}, err
	}
	db, err := openDatabase(ctx, config)
	return db, link.New(secret), err
}

func printKey(out io.Writer, k *models.FeedKey) {
	fmt.Fprintf(out, "Key %d: %s\n%s\n%s\n", k.Number, k.PublicKey,
		federation.WordsOf(k.PublicKey, "ja"), federation.WordsOf(k.PublicKey, "en"))
}
