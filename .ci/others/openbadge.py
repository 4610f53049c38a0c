"""openbadge.py BADGE.png DID.json: verifies an Open Badge with openbadgeslib, against the document of its issuer."""

import json
import pathlib
import sys

from openbadgeslib.ob3 import OB3Verifier, OB3VerificationError

picture, document = (pathlib.Path(path).read_bytes() for path in sys.argv[1:3])
issuer = json.loads(document)["id"]
token = OB3Verifier.extract_token_from_png(picture)
verifier = OB3Verifier.for_issuer_did(issuer, download=lambda *args, **kwargs: document)
credential = verifier.verify(token)
print("openbadgeslib:", credential.achievement.name, "by", credential.issuer.name)
head, body, signature = token.split(".")
try:
    verifier.verify(".".join((head, body[:-8] + "AAAAAAAA", signature)))
except OB3VerificationError as refused:
    print("and refuses another one:", refused)
else:
    sys.exit("openbadgeslib takes a badge that was changed")
