#!/bin/sh
# A certificate for the trial's mail server, under the name that the containers call it by.
set -eu
cd "${1:-/certificate}"
if [ -s cert.pem ] && openssl x509 -checkend 86400 -noout -in cert.pem; then
    exit 0
fi
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -keyout key.pem -out cert.pem \
    -subj "/CN=mailserver" -addext "subjectAltName=DNS:mailserver,DNS:mail.corp.example,DNS:localhost"
chmod 600 key.pem
chmod 644 cert.pem
