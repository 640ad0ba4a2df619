"""An agent of the gateway: each turn is POSTed here. Turns of one session never overlap, so it needs no locks.

Python's standard library is enough: python3 agent.py
"""

import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Agent(BaseHTTPRequestHandler):
    def do_POST(self):
        turn = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = turn.get("text", "")
        # Where it thinks: as many ms as the message says. Write 3000, and 10 right behind it.
        time.sleep(int(text) / 1000 if text.isdecimal() else 0)
        answer = json.dumps({"reply": f"You said: {text}"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "3000"))
ThreadingHTTPServer((host, port), Agent).serve_forever()
