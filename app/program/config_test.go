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
			if secrets[string(secret)] = true; err != nil || len(secret) != 32 {
				t.Errorf("%d bytes, %v", len(secret), err)
			}
		})
	}
	all.Wait()
	if len(secrets) != 1 {
		t.Errorf("%d secrets", len(secrets))
	}
	files, err := os.ReadDir(config.DataDir)
	if err != nil || len(files) != 1 {
		t.Errorf("files %v, %v", files, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
