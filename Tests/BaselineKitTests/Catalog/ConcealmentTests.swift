import Schema
import Testing

@testable import BaselineKit

/// No secret is kept, however it is spelt; all else is.
struct ConcealmentTests {
  @Test(arguments: [
    ("user=bob", "user=bob"), ("password=x", "password=(hidden)"), ("PASSWORD=x", "PASSWORD=(hidden)"),
    ("PassWord=a=b", "PassWord=(hidden)"), ("password=", "password=(hidden)"), ("passfile=/p", "passfile=(hidden)"),
    ("sslkey=/k", "sslkey=(hidden)"), ("sslpassword=x", "sslpassword=(hidden)"), ("sslcert=/c", "sslcert=/c"),
    // mysql_fdw, oracle_fdw, tds_fdw, odbc_fdw, mongo_fdw, redis_fdw, parquet_s3_fdw, clickhouse_fdw.
    ("username=u", "username=u"), ("ssl_key=/k", "ssl_key=(hidden)"),
    ("dbserver=//host:1521/XE", "dbserver=//host:1521/XE"),
    ("odbc_PWD=x", "odbc_PWD=(hidden)"), ("aws_secret_access_key=x", "aws_secret_access_key=(hidden)"),
    ("session_token=x", "session_token=(hidden)"), ("api-Key=x", "api-Key=(hidden)"),
    ("credentials_file=/c", "credentials_file=(hidden)"), ("client_secret=x", "client_secret=(hidden)"),
    ("passphrase=x", "passphrase=(hidden)"), ("host=db.example", "host=db.example"), ("no option", "no option"),
    // What only says yes or no.
    ("key=true", "key=true"), ("key=FALSE", "key=FALSE"), ("key=x", "key=(hidden)"),
    ("password_required=false", "password_required=false"), ("updatable=false", "updatable=false"),
    // Where somebody hid one in another value.
    ("connstr=Driver=x;UID=u;PWD=s3;Server=h", "connstr=Driver=x;UID=u;PWD=(hidden);Server=h"),
    ("url=https://al:pw@example.com/x", "url=https://al:(hidden)@example.com/x"),
    ("url=https://example.com/x?token=abc&n=1", "url=https://example.com/x?token=(hidden)&n=1"),
    ("options=-c app.password=abc -c work_mem=1MB", "options=-c app.password=(hidden) -c work_mem=1MB"),
    ("program=mysql -u bob --password 'a b' x", "program=mysql -u bob --password (hidden) x"),
    ("program=mysql --password=abc x", "program=mysql --password=(hidden) x"),
    ("program=curl -u bob:hunter2 http://h/", "program=curl -u bob:(hidden) http://h/"),
    ("program=curl -H 'Authorization: Bearer abc.def' h", "program=curl -H 'Authorization: Bearer (hidden)' h"),
    ("program=PGPASSWORD=abc psql", "program=PGPASSWORD=(hidden) psql"),
    (#"json={"password": "a\"b", "n": 1}"#, #"json={"password": (hidden), "n": 1}"#),
    ("filename=/data/a=b:c.csv", "filename=/data/a=b:c.csv"), ("column_name=é", "column_name=é"),
  ])
  func options(option: String, shown: String) {
    #expect(withoutSecret(option: Text(option)).string == shown)
  }

  @Test(
    arguments: [
      ("host=h", "host=h"), ("  port = 5433 host=h ", "host=h port=5433"), ("host='' user=a", "host='' user=a"),
      ("password='a b' user=u", "password=(hidden) user=u"), (#"password=a\ b user=u"#, "password=(hidden) user=u"),
      (#"application_name='a\'b' x=y"#, #"application_name='a\'b' x=y"#),
      (#"application_name=it\'s"#, #"application_name='it\'s'"#), (#"dbname='a\\b'"#, #"dbname='a\\b'"#),
      ("host=a host=b", "host=b"),
      (
        "PASSWORD=x passfile=/p sslkey=/k sslpassword=s service=v",
        "PASSWORD=(hidden) passfile=(hidden) service=v sslkey=(hidden) sslpassword=(hidden)"
      ),
      ("host=h options='-c search_path=a'", "host=h options='-c search_path=a'"),
      (
        "oauth_client_secret=x scram_client_key=y keepalives_idle=3",
        "keepalives_idle=3 oauth_client_secret=(hidden) scram_client_key=(hidden)"
      ),
      ("postgresql://", ""), ("postgres://h", "host=h"),
      ("postgresql://u@h:5433/d", "dbname=d host=h port=5433 user=u"),
      ("postgresql://u:p%40ss@h/d", "dbname=d host=h password=(hidden) user=u"),
      ("postgresql://a:1,b:2/d?target_session_attrs=any", "dbname=d host=a,b port=1,2 target_session_attrs=any"),
      ("postgresql://u:@[::1]:5433", "host=::1 port=5433 user=u"),
      ("postgresql:///d?host=/var/run&port=1", "dbname=d host=/var/run port=1"),
      ("postgresql://%2Fvar%2Frun/d?password=x&ssl=true", "dbname=d host=/var/run password=(hidden) sslmode=require"),
      ("postgresql://h?application_name=a%20b", "application_name='a b' host=h"),
      ("", ""), ("host", nil), ("host=h password='a", nil), ("=x", nil), ("postgresql://h?x", nil),
      ("postgresql://h/%zz", nil),
      ("postgresql://[::1", nil),
    ] as [(String, String?)])
  func connectionStrings(string: String, shown: String?) {
    #expect(ConnectionString(string)?.shown.string == shown)
  }

  @Test(arguments: [
    ("app.jwt_secret", "abc", "(hidden)"), ("app.settings.api_key", "abc", "(hidden)"), ("work_mem", "4MB", "4MB"),
    ("password_encryption", "md5", "md5"), ("search_path", "app, public", "app, public"),
    ("role: app.token", "abc", "(hidden)"), ("app.url", "https://a:b@c/", "https://a:(hidden)@c/"),
  ])
  func settings(name: String, value: String, shown: String) {
    #expect(withoutSecret(value: value, of: name) == shown)
  }
}
