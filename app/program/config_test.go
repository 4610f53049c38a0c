package program

import (
	"os"
	"sync"
	"testing"
)

func TestProcessesThatStartTogetherKeepOneSecret(t *testing.T) {
	config := &Config{DataDir: t.TempDir()}
	var lock sync.Mutex
	secrets := map[string]bool{}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			secret, err := config.LinkKey()
			lock.Lock()
			defer lock.Unlock()
			secrets[string(secret)] = true
			if err != nil {
				t.Error(err)
			}
			if len(secret) != 32 {
				t.Errorf("the secret has %d bytes", len(secret))
			}
		})
	}
	all.Wait()
	if len(secrets) != 1 {
		t.Errorf("%d secrets", len(secrets))
	}
	files, err := os.ReadDir(config.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 1 {
		t.Fatalf("the folder has the files %v", files)
	}
	info, err := files[0].Info()
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("the file has the mode %v", mode)
	}
}

func TestTheBaseURLHasNoPassword(t *testing.T) {
	for address, good := range map[string]bool{
		"https://meguri.example": true, "http://localhost:8080": true,
		"https://user:pw@meguri.example": false, "https://:443": false, "meguri.example": false,
		"ftp://meguri.example": false,
	} {
		if _, err := (&Config{BaseURL: address}).Address(); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}
