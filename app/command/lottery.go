package command

import (
	"fmt"
	"io"
	"os"

	"meguri/app/service/draw"
)

type lotteryCommand struct {
	Verify lotteryVerifyCommand `cmd:"" help:"Draw the lots of a published record again and compare."`
}

type lotteryVerifyCommand struct {
	File string `arg:"" help:"The published record (lottery.json); - reads standard input."`
	Why  bool   `       help:"Also say for each entry, in the order of turns, why it won or did not."`
}

// Run says that everything in the record is so, or fails with what is not.
func (c *lotteryVerifyCommand) Run(out io.Writer) error {
	from := io.Reader(os.Stdin)
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		from = file
	}
	record, err := draw.Read(from)
	if err != nil {
		return err
	}
	if err := record.Verify(); err != nil {
		return fmt.Errorf("the record is not true:\n%w", err)
	}
	won := 0
	for _, r := range record.Results {
		if r.Type != "" {
			won++
		}
	}
	_, _ = fmt.Fprintf(out, "%s: %d entries, %d with a place. List, seals, seed and results match.\n",
		record.Event, len(record.List.Entries), won)
	if !record.IsBinding() {
		_, _ = fmt.Fprintln(out,
			"Fewer than two secrets were opened and no dice thrown: the organizer could have chosen the result.")
	}
	for _, p := range record.Parties {
		if p.Missing {
			_, _ = fmt.Fprintf(out, "The secret of %q was not opened.\n", p.Name)
		}
		if p.OpenedBy != "" {
			_, _ = fmt.Fprintf(out, "The secret of %q was opened by %q from a copy.\n", p.Name, p.OpenedBy)
		}
	}
	if c.Why {
		for _, sentence := range record.Why() {
			_, _ = fmt.Fprintln(out, sentence)
		}
	}
	return nil
}
