package words

import (
	"os/exec"
	"runtime"
	"syscall"
)

// dieWithParent has the child killed when this process ends, however it ends. Linux watches the thread that starts the
// child, so that this one is kept until release.
func dieWithParent(command *exec.Cmd) (release func()) {
	runtime.LockOSThread()
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return runtime.UnlockOSThread
}
