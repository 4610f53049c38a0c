"""Registers a person and checks them in, with the Python client that openapi-generator made."""

import os

import openapi_client as client

config = client.Configuration(host=os.environ["BASE"], access_token=os.environ["TOKEN"])
with client.ApiClient(config) as api:
    made = client.RegistrationsApi(api).create_registration(
        "summit-next",
        client.RegistrationRequest(
            ticket_type="venue",
            family_name="Ọlátúńjí",
            email="python@others.example",
            consents=["privacy"],
            answers={"first_time": True, "guests": 1},
        ),
    )
    answer = client.ReceptionApi(api).create_check_ins(
        "summit-next", client.Scans(scans=[client.Scan(id="python", ticket=made.ticket)])
    )
assert [r.result for r in answer.results] == ["admitted"], answer
print("admitted")
