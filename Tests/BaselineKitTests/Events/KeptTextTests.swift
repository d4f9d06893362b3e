import BaselineKit
import Testing

struct KeptTextTests {
  @Test(arguments: [
    (
      "see postgresql://bob:s3cret@h/db, then postgres://x:s3c@et/s3cret@h",
      "see postgresql://bob:***@h/db, then postgres://x:***@h"
    ),
    ("postgresql+asyncpg://:s3cret@/db", "postgresql+asyncpg://:***@/db"),
    (
      "https://x-access-token:s3cret@github.com/a and https://s3cret@github.com",
      "https://x-access-token:***@github.com/a and https://***@github.com"
    ),
    ("host=h password = 's3cret \\' s3cret' user=bob", "host=h password = *** user=bob"),
    ("PGPASSWORD=s3cret psql", "PGPASSWORD=*** psql"),
    ("?user=bob&Password=s3cret&sslmode=require", "?user=bob&Password=***&sslmode=require"),
    ("passwd=\"s3cret s3cret\" password='s3cret s3", "passwd=*** password=***"),
    ("two\nlines: postgresql://bob:s3cret@h\nend", "two\nlines: postgresql://bob:***@h\nend"),
    // Nothing to hide.
    ("https://ci.example:8443/run/5: by bob@example.org", "https://ci.example:8443/run/5: by bob@example.org"),
    ("https://npm.example:8443/@scope/x#a:b@c", "https://npm.example:8443/@scope/x#a:b@c"),
    ("the password of bob: forgotten", "the password of bob: forgotten"),
  ])
  func hidesPasswords(_ text: String, _ kept: String) {
    #expect(keptText(text) == kept)
    #expect(keptText(kept) == kept)
  }
}
