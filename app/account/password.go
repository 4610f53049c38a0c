package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"

	"meguri/app/service/check"
	"meguri/app/service/security"
	"meguri/models"
	"meguri/models/text"
)

// A password is long enough, and short enough to be typed.
const (
	minPassword = 12
	maxPassword = 200
)

// CheckPassword refuses passwords that are short, common, or mostly about the person (email and name) or Meguri: an
// Invalid error of the field "password".
func CheckPassword(password, email, name string) error {
	var key string
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword, n > maxPassword:
		key = "account.password_length"
	case easyToGuess(password, email, name):
		key = "account.password_common"
	default:
		return nil
	}
	return models.InvalidFields(map[string]string{"password": key})
}

// easyToGuess estimates how many guesses a password takes, with zxcvbn, and reports whether it is below 10^8. zxcvbn
// does not know names in kanji: the rest of the password without personal words must have half of minPassword at least.
func easyToGuess(password, email, name string) bool {
	local, domain, _ := strings.Cut(email, "@")
	personal := append(strings.FieldsFunc(local, isSeparator), strings.FieldsFunc(name, isSeparator)...)
	personal = append(personal, email, local, name, "meguri", "めぐり")
	rest := strings.ToLower(password)
	for _, word := range personal {
		if utf8.RuneCountInString(word) > 1 {
			rest = strings.ReplaceAll(rest, strings.ToLower(word), "")
		}
	}
	start := []rune(password)
	start = start[:min(len(start), 64)] // the estimate takes long for long ones
	personal = append(personal, strings.Split(domain, ".")...)
	return utf8.RuneCountInString(rest) < minPassword/2 || zxcvbn.PasswordStrength(string(start), personal).Score < 3
}

func isSeparator(r rune) bool { return strings.ContainsRune("._-+ 　・", r) }

// ChangePassword replaces the account's own password, which must be given, ends all its logins, and opens a new one for
// the browser that asks. Errors: Invalid with the field at fault; TooMany after repeated wrong ones.
func (s *Service) ChangePassword(
	ctx context.Context, account *models.Account, in PasswordInput, browser Browser,
) (Cookies, error) {
	c := check.New()
	current, password := c.Secret("current", in.Current), c.Secret("password", in.Password)
	if err := c.Err(); err != nil {
		return Cookies{}, err
	}
	if err := s.checkCurrent(ctx, account, current); err != nil {
		return Cookies{}, err
	}
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return Cookies{}, err
	}
	hash := hashPassword(password)
	opened := Cookies{models.NewSecret(), s.remember(s.readDevice(browser.Device), account.ID)}
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := s.setPassword(tx, account, hash); err != nil {
			return err
		}
		return openLogin(tx, account.ID, opened.Login, browser.UserAgent)
	})
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.PasswordChanged, Account: account.ID})
	}
	return opened, err
}

// checkCurrent checks the password of an account that is signed in.
func (s *Service) checkCurrent(ctx context.Context, account *models.Account, current string) error {
	tried, err := s.count(ctx, ofSignedIn(account.ID))
	if err == nil && !passwordMatches(account.PasswordHash, current) {
		err = models.InvalidFields(map[string]string{"current": "account.current_wrong"})
	}
	if err != nil {
		security.Log(ctx, security.Entry{
			Event: security.PasswordChanged, Outcome: security.Failed, Account: account.ID,
		})
		return err
	}
	return s.db.InTx(ctx, tried.succeeded)
}

// SetPassword gives the account of an address a new password and ends all its logins. The operator of the machine
// may call it. Errors: NotFound; Invalid for a password that is not good enough.
func (s *Service) SetPassword(ctx context.Context, email, password string) error {
	_, key, _ := text.NormalizeEmail(email)
	account, err := s.db.Query(ctx).Accounts().ByEmail(key)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return err
	}
	hash := hashPassword(password)
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.About(models.AuditSubject{Kind: models.SubjectAccount, ID: account.ID})
		if err := tx.LoginFailures().Forget(ofAccount(key).key); err != nil {
			return err
		}
		if err := tx.Accounts().Verify(account.ID); err != nil {
			return err
		}
		return s.setPassword(tx, account, hash)
	})
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.PasswordReset, Subject: account.ID})
	}
	return err
}

// setPassword stores the password's hash, ends the account's resets and logins, and tells the person of it by mail,
// unless this is their first password.
func (s *Service) setPassword(tx *models.Tx, account *models.Account, hash string) error {
	if err := tx.Accounts().SetPassword(account.ID, hash); err != nil {
		return err
	}
	if err := tx.PasswordResets().EndAll(account.ID); err != nil {
		return err
	}
	if err := tx.Logins().DeleteOthers(account.ID, ""); err != nil || account.Invited() {
		return err
	}
	return s.mailNotice(tx, account, MailPasswordChanged, nil)
}
