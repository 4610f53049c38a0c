// Registers a person and checks them in, with the client that oapi-codegen made.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"others/client"
)

func main() {
	if err := run(context.Background(), os.Getenv("BASE"), os.Getenv("TOKEN")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, base, token string) error {
	asReceptionist := func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	}
	api, err := client.NewClientWithResponses(base, client.WithRequestEditorFn(asReceptionist))
	if err != nil {
		return err
	}
	family, consents, answers := "Fernández", []string{"privacy"}, map[string]any{"first_time": true, "guests": 1}
	made, err := api.CreateRegistrationWithResponse(ctx, "summit-next", client.RegistrationRequest{
		TicketType: "venue", FamilyName: &family, Email: "oapi-codegen@others.example", Consents: &consents, Answers: &answers,
	})
	if err != nil {
		return err
	}
	if made.JSON201 == nil {
		return fmt.Errorf("register: %s %s", made.Status(), made.Body)
	}
	scans := client.Scans{Scans: []client.Scan{{Id: "oapi-codegen", Ticket: made.JSON201.Ticket}}}
	answer, err := api.CreateCheckInsWithResponse(ctx, "summit-next", scans)
	if err != nil {
		return err
	}
	if answer.JSON200 == nil || len(answer.JSON200.Results) != 1 || answer.JSON200.Results[0].Result != "admitted" {
		return fmt.Errorf("check in: %s %s", answer.Status(), answer.Body)
	}
	fmt.Println("admitted")
	return nil
}
