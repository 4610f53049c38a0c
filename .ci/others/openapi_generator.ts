// Registers a person and checks them in, with the TypeScript client that openapi-generator made.
import { Configuration, ReceptionApi, RegistrationsApi } from "./client";

const config = new Configuration({ basePath: process.env.BASE, accessToken: process.env.TOKEN });
const slug = "summit-next";

async function main(): Promise<void> {
  const made = await new RegistrationsApi(config).createRegistration({
    slug,
    registrationRequest: {
      ticketType: "venue",
      familyName: "Đặng",
      email: "typescript@others.example",
      consents: ["privacy"],
      answers: { first_time: true, guests: 1 },
    },
  });
  const answer = await new ReceptionApi(config).createCheckIns({
    slug,
    scans: { scans: [{ id: "typescript", ticket: made.ticket }] },
  });
  if (answer.results.length !== 1 || answer.results[0].result !== "admitted") {
    throw new Error(JSON.stringify(answer));
  }
  console.log("admitted");
}

main().catch((fault) => {
  console.error(fault);
  process.exit(1);
});
