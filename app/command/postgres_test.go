package command

import "testing"

func TestPasswordsDoNotBecomeArguments(t *testing.T) {
	for address, want := range map[string][2]string{
		"postgres://meguri:s%2Fecret@db:5432/meguri?sslmode=require": {
			"postgres://meguri@db:5432/meguri?sslmode=require", "s/ecret",
		},
		"postgres://meguri@db/meguri?password=secret&sslmode=disable": {
			"postgres://meguri@db/meguri?sslmode=disable", "secret",
		},
		"postgres:///meguri?host=/run/postgresql": {"postgres:///meguri?host=%2Frun%2Fpostgresql", ""},
		"postgres://postgres@127.0.0.1:5490/postgres?sslmode=disable": {
			"postgres://postgres@127.0.0.1:5490/postgres?sslmode=disable", "",
		},
	} {
		stripped, password, err := withoutPassword(address)
		// libpq decodes %2F, so both spellings of the address are right.
		if err != nil {
			t.Errorf("%s: %v", address, err)
		}
		if stripped != want[0] && stripped != address {
			t.Errorf("%s: the address is %q, want %q", address, stripped, want[0])
		}
		if password != want[1] {
			t.Errorf("%s: the password is %q, want %q", address, password, want[1])
		}
	}
	if _, _, err := withoutPassword("postgres://u:p%ZZ@db/x"); err == nil {
		t.Error("an unreadable address was taken")
	}
}
