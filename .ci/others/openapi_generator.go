// Registers a person and checks them in, with the Go client that openapi-generator made.
package main

import (
	"context"
	"fmt"
	"os"

	client "others/openapi"
)

func main() {
	if err := run(context.Background(), os.Getenv("BASE"), os.Getenv("TOKEN")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, base, token string) error {
	config := client.NewConfiguration()
	config.Servers = client.ServerConfigurations{{URL: base}}
	config.AddDefaultHeader("Authorization", "Bearer "+token)
	api := client.NewAPIClient(config)
	person := client.NewRegistrationRequest("venue", "openapi-generator-go@others.example")
	person.SetFamilyName("Łukasz")
	person.SetConsents([]string{"privacy"})
	person.SetAnswers(map[string]any{"first_time": true, "guests": 1})
	made, _, err := api.RegistrationsAPI.CreateRegistration(ctx, "summit-next").RegistrationRequest(*person).Execute()
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	scan := client.NewScan("openapi-generator-go")
	scan.SetTicket(made.GetTicket())
	answer, _, err := api.ReceptionAPI.CreateCheckIns(ctx, "summit-next").Scans(*client.NewScans([]client.Scan{*scan})).Execute()
	if err != nil {
		return fmt.Errorf("check in: %w", err)
	}
	if len(answer.Results) != 1 || answer.Results[0].GetResult() != "admitted" {
		return fmt.Errorf("check in: %+v", answer)
	}
	fmt.Println("admitted")
	return nil
}
