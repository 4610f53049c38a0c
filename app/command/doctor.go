package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"meguri/app/federation"
	"meguri/app/program"
	"meguri/app/service/link"
	"meguri/app/service/push"
	"meguri/models"
	"meguri/static"
)

type doctorCommand struct {
	DKIMSelector string `name:"dkim-selector" help:"${help_dkim}" env:"MEGURI_DKIM_SELECTOR" placeholder:"NAME"`
}

// finding is the result of checking one part of the installation. It has a remedy if something is wrong.
type finding struct{ part, message, remedy string }

// Run checks every part and fails if something is wrong.
func (d doctorCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	findings := d.checkAll(ctx, config)
	failures := 0
	for _, f := range findings {
		state := "ok"
		if f.remedy != "" {
			state = "trouble"
			failures++
		}
		fmt.Fprintf(out, "%-8s %-11s %s\n", state, f.part, f.message)
		if f.remedy != "" {
			fmt.Fprintf(out, "%20s → %s\n", "", f.remedy)
		}
	}
	if failures > 0 {
		return fmt.Errorf("%d of %d parts have trouble", failures, len(findings))
	}
	return nil
}

func (d doctorCommand) checkAll(ctx context.Context, config *program.Config) []finding {
	findings := []finding{checkData(config), checkSecret(config)}
	findings = append(findings, checkDatabase(ctx, config)...)
	findings = append(findings, checkMail(ctx, config))
	findings = append(findings, d.checkSender(ctx, config, net.DefaultResolver)...)
	findings = append(findings, checkBounces(ctx, config)...)
	return append(
		findings, checkAddress(config), checkOperator(config), checkFollowing(config),
		checkZones(), checkFiles(push.MostListeners()),
		checkAssets(static.Files),
	)
}

func checkData(config *program.Config) finding {
	if err := isWritable(config.DataDir); err != nil {
		return finding{
			"data folder",
			err.Error(),
			"make the folder and let the user that runs meguri write to it, or set MEGURI_DATA_DIR",
		}
	}
	return finding{"data folder", config.DataDir + " can be written to", ""}
}

// checkAudit reads the chain over the record of who did what. The head that it prints shows later, where it was noted
// elsewhere, that nothing before it was changed.
func checkAudit(ctx context.Context, db *models.DB) finding {
	report, err := db.Query(ctx).Audits().Verify()
	switch {
	case err != nil:
		return finding{"audit", err.Error(), "run `meguri migrate`, and check that the database's user may use its tables"}
	case report.Broken > 0:
		return finding{
			"audit",
			fmt.Sprintf("the record of who did what was changed: link %d does not fit: %s", report.Broken, report.Why),
			"keep this database as it is, compare it with your backups, and ask who can write to it",
		}
	case report.Unlinked > 0:
		return finding{
			"audit",
			fmt.Sprintf("%d entries of the record of who did what are not linked", report.Unlinked),
			"start meguri: it links them within a day",
		}
	case report.Links == 0:
		return finding{"audit", "the record of who did what is empty", ""}
	}
	return finding{"audit", fmt.Sprintf("%d entries, head %s", report.Links, report.Head), ""}
}

// isWritable reports whether files can be made in a folder.
func isWritable(folder string) error {
	file, err := os.CreateTemp(folder, ".meguri-*")
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

func checkSecret(config *program.Config) finding {
	path := filepath.Join(config.DataDir, "secret")
	info, err := os.Stat(path)
	switch {
	case config.Secret != "":
		path = "MEGURI_SECRET"
	case errors.Is(err, fs.ErrNotExist):
		return finding{"secret", "none yet: the first start makes one", ""}
	case err != nil:
		return finding{"secret", err.Error(), "let the user that runs meguri read " + path}
	case info.Mode().Perm()&0o077 != 0:
		return finding{"secret", path + " can be read by others", "chmod 600 " + path}
	}
	if _, err := config.LinkKey(); err != nil {
		return finding{
			"secret",
			path + " is too short or damaged",
			"bring it back from the backup, or set MEGURI_SECRET to the text of `openssl rand -base64 32`; " +
				"links that were mailed end then",
		}
	}
	return finding{"secret", path, ""}
}

// checkDatabase checks the database, and if it answers, its schema, clock and counters of places.
func checkDatabase(ctx context.Context, config *program.Config) []finding {
	db, err := openExisting(ctx, config)
	if err != nil {
		return []finding{{"database", err.Error(), "check MEGURI_DATABASE_URL, and that the database server runs"}}
	}
	defer db.Close()
	return []finding{
		checkPrivate(config, db),
		checkSchema(ctx, db),
		checkClock(ctx, db),
		checkPlaces(ctx, db),
		checkAudit(ctx, db),
		checkFeedKey(ctx, config, db),
	}
}

// checkFeedKey looks whether the key of our feed can still be derived from the secret.
func checkFeedKey(ctx context.Context, config *program.Config, db *models.DB) finding {
	keys, err := db.Query(ctx).Feeds().Keys()
	if err != nil {
		return finding{"feed", err.Error(), "mend the migrations first"}
	}
	if len(keys) == 0 {
		return finding{"feed", "no key yet: it is made when the feed is read first", ""}
	}
	secret, err := config.LinkKey()
	if err != nil {
		return finding{"feed", err.Error(), "mend the secret first"}
	}
	last := &keys[len(keys)-1]
	if !federation.IsOurs(link.New(secret), last) {
		return finding{
			"feed", "the secret is not the one from which the key of the feed was derived, so nothing is told to others",
			"bring the secret back from the backup, or run `meguri feed new-key --lost`",
		}
	}
	return finding{"feed", "key: " + federation.WordsOf(last.PublicKey, "en"), ""}
}

// checkFollowing warns where staff may have this machine read addresses of its own network.
func checkFollowing(config *program.Config) finding {
	if config.FollowPrivate == "on" {
		return finding{
			"following", "staff can have this machine read addresses in private networks",
			"unset MEGURI_FOLLOW_PRIVATE, unless all installations are in one network and you trust all owners",
		}
	}
	return finding{"following", "private networks are not read", ""}
}

// checkPrivate looks whether others on this machine may read the embedded database.
func checkPrivate(config *program.Config, db *models.DB) finding {
	if path, ok := sqlitePath(config.Database()); ok {
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
			return finding{"database", path + " can be read by others", "chmod 600 " + path + "*"}
		}
	}
	return finding{"database", string(db.Engine) + " answers", ""}
}

func checkSchema(ctx context.Context, db *models.DB) finding {
	switch err := db.CheckSchema(ctx); {
	case errors.Is(err, models.ErrSchemaPending):
		return finding{"migrations", "the database is of an older version", "make a backup, then run `meguri migrate`"}
	case errors.Is(err, models.ErrSchemaNewer):
		return finding{
			"migrations",
			"the database is of a newer version",
			"start that version of meguri, or restore a backup made by this one",
		}
	case err != nil:
		return finding{"migrations", err.Error(), "check that the database's user may use its tables"}
	}
	return finding{"migrations", "up to date", ""}
}

// clockTolerance is more than the delay of a slow network, and too little to matter for tickets and links.
const clockTolerance = 5 * time.Second

func checkClock(ctx context.Context, db *models.DB) finding {
	serverTime, err := db.ServerTime(ctx)
	if err != nil {
		return finding{"clock", err.Error(), "check the database server"}
	}
	difference := serverTime.Sub(db.Now()).Abs().Round(time.Millisecond)
	if difference > clockTolerance {
		return finding{
			"clock",
			fmt.Sprintf("this machine and the database server are %s apart", difference),
			"let both keep time by NTP (timedatectl set-ntp true)",
		}
	}
	return finding{"clock", db.Now().Format("2006-01-02 15:04:05") + " UTC", ""}
}

// checkPlaces compares the counters of places with the registrations.
func checkPlaces(ctx context.Context, db *models.DB) finding {
	wrong, err := db.Query(ctx).TicketTypes().Miscounts()
	if err != nil {
		return finding{"places", "cannot be counted: " + err.Error(), "mend the migrations first"}
	}
	if len(wrong) > 0 {
		w := wrong[0]
		return finding{
			"places",
			fmt.Sprintf(
				"%s of %s counts %d places, but %d registrations are confirmed", w.Slug, w.EventSlug, w.Taken, w.Confirmed,
			),
			"please report it with the log of the time; until then compare the list of people with the places",
		}
	}
	codes, err := db.Query(ctx).EntryCodes().Miscounts()
	if err != nil {
		return finding{"places", "codes cannot be counted: " + err.Error(), "mend the migrations first"}
	}
	if len(codes) > 0 {
		c := codes[0]
		return finding{
			"places", fmt.Sprintf("a code of %s counts %d uses, but %d registrations", c.EventSlug, c.Used, c.Count),
			"please report it with the log of the time",
		}
	}
	return finding{"places", "counted right", ""}
}

func checkAddress(config *program.Config) finding {
	address, err := config.Address()
	if err != nil {
		return finding{"address", err.Error(), "set MEGURI_BASE_URL to what people type"}
	}
	if config.BaseURL == "" {
		return finding{"address", address + " (of this machine only; set MEGURI_BASE_URL before mails leave)", ""}
	}
	return finding{"address", address, ""}
}

// checkOperator wants a name where others are to visit: the law asks who keeps people's data.
func checkOperator(config *program.Config) finding {
	switch {
	case config.OperatorName != "" || config.OperatorNameEn != "":
		return finding{"operator", cmp.Or(config.OperatorName, config.OperatorNameEn), ""}
	case config.BaseURL == "" || config.OperatorTexts != "":
		return finding{"operator", "no name (visitors of /privacy look for it; set MEGURI_OPERATOR_NAME)", ""}
	}
	return finding{
		"operator",
		"no page says who keeps people's data",
		"set MEGURI_OPERATOR_NAME and MEGURI_OPERATOR_EMAIL, or write the pages in MEGURI_OPERATOR_TEXTS",
	}
}

func checkZones() finding {
	if _, err := time.LoadLocation("Asia/Tokyo"); err != nil {
		return finding{"time zones", "unknown on this machine", "install the package tzdata"}
	}
	return finding{"time zones", "known", ""}
}

// checkFiles is told how many may listen in live rooms: each needs an open file. A service may have another limit than
// the shell in which this runs; it warns of its own when it starts.
func checkFiles(listeners int) finding {
	message := fmt.Sprintf("%d pages may listen in live rooms, as far as files may be open here", listeners)
	if listeners < push.FewListeners {
		return finding{
			"open files",
			message,
			"raise the limit of open files: LimitNOFILE=20000 (systemd), ulimits (compose), ulimit -n (shell)",
		}
	}
	return finding{"open files", message, ""}
}

func checkAssets(files fs.FS) finding {
	for _, name := range []string{
		"dist/app.css", "dist/app.js", "dist/reception.js", "dist/live.js", "dist/zxing_reader.wasm", "dist/fonts",
	} {
		if _, err := fs.Stat(files, name); err != nil {
			return finding{
				"assets",
				name + " is not in this program",
				"build it with `make build`, which makes the front end first",
			}
		}
	}
	return finding{"assets", "built", ""}
}
