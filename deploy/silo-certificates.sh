#!/usr/bin/env bash
# Makes what nodes show each other: an authority of the cluster's own, and a certificate of it that all nodes may have. Needs openssl 3.
#   deploy/silo-certificates.sh FOLDER [DAYS]
# Run again, it keeps the authority and renews the certificate; nodes take the new one without a restart. ca.key is needed for that alone:
# keep it elsewhere, for whoever has it can make a node.
set -euo pipefail
umask 077
folder=${1:?usage: deploy/silo-certificates.sh FOLDER [DAYS]}
days=${2:-365}
mkdir -p "$folder"
cd "$folder"

if [ ! -f ca.key ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days 3650 \
    -subj "/CN=Telehealth nodes" -addext "keyUsage=critical,keyCertSign,cRLSign" 2>/dev/null
fi
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key.new -out tls.crt.new -days "$days" \
  -CA ca.crt -CAkey ca.key -subj "/CN=Telehealth node" -addext "basicConstraints=critical,CA:FALSE" \
  -addext "keyUsage=critical,digitalSignature" -addext "extendedKeyUsage=serverAuth,clientAuth" 2>/dev/null
mv tls.key.new tls.key
mv tls.crt.new tls.crt
chmod 644 ca.crt tls.crt
openssl x509 -in tls.crt -noout -enddate
