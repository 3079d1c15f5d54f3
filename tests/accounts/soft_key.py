"""A passkey in software: what an authenticator and a browser do together, for the tests."""

import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT_AND_VERIFIED, WITH_KEY = 0x05, 0x40


class SoftKey:
    """One credential for the site `host`; answers what a page's options ask."""

    def __init__(self, host="localhost"):
        self.host = host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0

    def _data(self, flags, key=b""):
        self.count += 1
        site = hashlib.sha256(self.host.encode()).digest()
        return site + struct.pack(">BI", flags, self.count) + key

    def _client(self, kind, options):
        told = {
            "type": kind,
            "challenge": options["publicKey"]["challenge"],
            "origin": f"http://{self.host}",
        }
        return json.dumps(told).encode()

    def _answer(self, **response):
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: websafe_encode(data) for name, data in response.items()},
        }

    def create(self, options):
        """What `navigator.credentials.create` gives for a page's options."""
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        key = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(PRESENT_AND_VERIFIED | WITH_KEY, key)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def get(self, options):
        """What `navigator.credentials.get` gives for a page's options."""
        data = self._data(PRESENT_AND_VERIFIED)
        client = self._client("webauthn.get", options)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)
