/**
 * A self-signed certificate for 127.0.0.1 to 127.0.0.3 and feishu.test, which no name server knows, and its key. It is trusted by
 * nobody and guards nothing.
 */
export const certificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDBR5+5SSc3d+USpM
te2oGbfA4HsWzG5SKH+9pEcz+cKhRANCAASGkYMo//6ixrrxtbD7NfXliNVkd0Hn
5K2CEMjetnxoun/TQqbkCCO66MNkuQOoHcIOSfP+UleHJZUXjRdz3DuS
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBhzCCASygAwIBAgIUFg0044exGcqJH1oIVaPzA9CFql4wCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIc3RhbmQtaW4wIBcNMjYxMTI2MTgzMTMzWhgPMjEyNjExMDIx
ODMxMzNaMBMxETAPBgNVBAMMCHN0YW5kLWluMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEhpGDKP/+osa68bWw+zX15YjVZHdB5+StghDI3rZ8aLp/00Km5AgjuujD
ZLkDqB3CDknz/lJXhyWVF40Xc9w7kqNcMFowKAYDVR0RBCEwH4cEfwAAAYcEfwAA
AocEfwAAA4ILZmVpc2h1LnRlc3QwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU
/oi7govhpCeKjTGWVnOvwOSofiAwCgYIKoZIzj0EAwIDSQAwRgIhAOyyolZ+74WC
GZRaIIlgyer7ANXdcAJiKvONzBTHuyogAiEA66YGb5NwyqI4O4y3YlUM9lVMlMkS
2xVpP72jWvQPkZQ=
-----END CERTIFICATE-----
`,
};
