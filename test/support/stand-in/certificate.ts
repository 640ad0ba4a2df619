/**
 * A self-signed certificate for 127.0.0.1 and feishu.test, which no name server knows, and its key. It is trusted by
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
MIIBezCCASCgAwIBAgIUJ5bOQsFa7pxNpNSSz8c3GqaJNiowCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIc3RhbmQtaW4wIBcNMjYxMTI2MTYwODA5WhgPMjEyNjExMDIx
NjA4MDlaMBMxETAPBgNVBAMMCHN0YW5kLWluMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEhpGDKP/+osa68bWw+zX15YjVZHdB5+StghDI3rZ8aLp/00Km5AgjuujD
ZLkDqB3CDknz/lJXhyWVF40Xc9w7kqNQME4wHAYDVR0RBBUwE4cEfwAAAYILZmVp
c2h1LnRlc3QwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU/oi7govhpCeKjTGW
VnOvwOSofiAwCgYIKoZIzj0EAwIDSQAwRgIhAPA2qlmJKrfh2ZxkLWhyjQLkvrVA
T7nCNolhuzZKGfLEAiEA30ABRT5BNBh3hZnNfzfkjkjMCfhB/N7IIyfBgPb00WE=
-----END CERTIFICATE-----
`,
};
