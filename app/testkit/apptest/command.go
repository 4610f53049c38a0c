package apptest

import (
	"bytes"
	"sync"
	"testing"

	"meguri/app/command"
	"meguri/models"
)

// Command runs meguri with arguments on a database, and returns the output. All commands of a test have one data
// folder.
func Command(t *testing.T, db *models.DB, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	given := append([]string{"--database-url", db.URL, "--data-dir", DataDir(t)}, args...)
	err := command.Run(t.Context(), "test", given, &out)
	return out.String(), err
}

var dataDirs sync.Map // by the test's name

// DataDir is the data folder of all commands of a test.
func DataDir(t *testing.T) string {
	if kept, ok := dataDirs.Load(t.Name()); ok {
		dir, _ := kept.(string)
		return dir
	}
	dir := t.TempDir()
	dataDirs.Store(t.Name(), dir)
	t.Cleanup(func() { dataDirs.Delete(t.Name()) })
	return dir
}
