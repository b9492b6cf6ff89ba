"""Open311 with a client that others wrote, in JSON and XML, and the standard's own schemas."""

import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

import georeport
import jsonschema
import referencing
import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("ANSWERABLE_SHARED_DATA", ROOT / "../shared/data"))


class Open311(unittest.TestCase):
    """One demonstration for all tests."""

    @classmethod
    def setUpClass(cls):
        cls.data = tempfile.TemporaryDirectory()
        program = os.environ.get("ANSWERABLE_BIN", str(ROOT / "target/debug/answerable"))
        cls.server = subprocess.Popen(
            [program, "demo", "--data", cls.data.name, "--listen", "127.0.0.1:0", "--no-open"], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        file = pathlib.Path(cls.data.name) / "demo-access.json"
        deadline = time.monotonic() + 60
        # The file is moved into place when it is whole.
        while not file.exists():
            if cls.server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the demonstration did not start")
            time.sleep(0.05)
        access = json.loads(file.read_text())
        cls.root = access["base"] + "/open311/v2"
        keys = [token["token"] for token in access["tokens"] if token["authority"] == "oxmoor" and token["kind"] == "open311"]
        cls.key = keys[0]

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait()
        cls.data.cleanup()

    def client(self, form):
        return georeport.GeoReport(self.root, jurisdiction="oxmoor", api_key=self.key, output_format=form)

    def test_the_way_of_a_report(self):
        for form in ["json", "xml"]:
            with self.subTest(form):
                client = self.client(form)
                services = client.get_service_list()
                codes = [service["service_code"] for service in services]
                self.assertIn("graffiti", codes)
                definition = client.get_service_definition("graffiti")
                self.assertIn("service_code", json.dumps(definition))
                made = requests.post(
                    f"{self.root}/requests.{form}",
                    data={"api_key": self.key, "jurisdiction_id": "oxmoor", "service_code": "dead-animal", "address_string": "By the weir", "attribute[animal]": "bird"},
                    timeout=30,
                )
                self.assertEqual(made.status_code, 200, made.text)
                found = client.get_service_requests()
                found = found if isinstance(found, list) else [found]
                self.assertIn("dead-animal", [request["service_code"] for request in found])
                one = client.get_service_request(found[0]["service_request_id"])
                one = one[0] if isinstance(one, list) else one
                self.assertEqual(one["status"], "open")

    def test_the_standards_schemas(self):
        folder = SHARED / "open311-georeport-schema"
        if not folder.exists():
            self.skipTest(f"there are no schemas at {folder}")
        registry = referencing.Registry().with_resources(
            (file.name, referencing.Resource.from_contents(json.loads(file.read_text()), default_specification=referencing.jsonschema.DRAFT4))
            for file in folder.glob("*.json")
            if file.name != "swagger.json"
        )
        parameters = {"jurisdiction_id": "oxmoor", "api_key": self.key}
        made = requests.post(
            f"{self.root}/requests.json",
            data={**parameters, "service_code": "dead-animal", "address_string": "Schema Street", "attribute[animal]": "pet"},
            timeout=30,
        )
        reference = made.json()[0]["service_request_id"]

        def fits(schema, path):
            answer = requests.get(f"{self.root}/{path}.json", params=parameters, timeout=30)
            self.assertEqual(answer.status_code, 200, answer.text)
            contents = registry.contents(schema)
            jsonschema.Draft4Validator(contents, registry=registry).validate(answer.json())
            return answer.json()

        for service in fits("services.json", "services"):
            fits("service-definition.json", f"services/{service['service_code']}")
        fits("requests.json", "requests")
        fits("requests.json", f"requests/{reference}")


if __name__ == "__main__":
    unittest.main()
