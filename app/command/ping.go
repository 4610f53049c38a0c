package command

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"meguri/app/program"
)

type pingCommand struct{}

// Run asks the server of this machine whether it is ready. Containers use it as their health check: their image holds
// no other program.
func (pingCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+ownAddress(config.Addr)+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", request.URL, response.Status)
	}
	fmt.Fprintln(out, "ready")
	return nil
}

// ownAddress is how the machine itself reaches an address to listen on: 0.0.0.0 and [::] are no destination everywhere.
func ownAddress(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
