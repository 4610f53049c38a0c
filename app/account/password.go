package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"

	"meguri/app/service/check"
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

// ChangePassword replaces the account's own password, which must be given, and ends its other logins. Errors:
// Invalid with the field at fault; TooMany after repeated wrong ones.
func (s *Service) ChangePassword(ctx context.Context, account *models.Account, login string, in PasswordInput) error {
	c := check.New()
	current, password := c.Secret("current", in.Current), c.Secret("password", in.Password)
	if err := c.Err(); err != nil {
		return err
	}
	tried, err := s.count(ctx, ofAccount(account.EmailKey))
	if err != nil {
		return err
	}
	if !passwordMatches(account.PasswordHash, current) {
		return models.InvalidFields(map[string]string{"current": "account.current_wrong"})
	}
	if err := s.db.InTx(ctx, tried.succeeded); err != nil {
		return err
	}
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return err
	}
	hash := hashPassword(password)
	return s.db.InTx(ctx, func(tx *models.Tx) error { return setPassword(tx, account.ID, hash, login) })
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
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.LoginFailures().Forget(ofAccount(key).key); err != nil {
			return err
		}
		return setPassword(tx, account.ID, hash, "")
	})
}

// setPassword stores the password's hash, and ends the account's resets and its logins but for the one to keep.
func setPassword(tx *models.Tx, accountID, hash, keep string) error {
	if err := tx.Accounts().SetPassword(accountID, hash); err != nil {
		return err
	}
	if err := tx.PasswordResets().EndAll(accountID); err != nil {
		return err
	}
	return tx.Logins().DeleteOthers(accountID, keep)
}
