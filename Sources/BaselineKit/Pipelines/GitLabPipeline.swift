/// The jobs of a GitLab pipeline in a file of their own, and the file that includes it, where there is none yet.
struct GitLabPipeline {
  let parts: PipelineParts

  var files: [(path: String, text: String)] {
    [
      ("ci/schema\(parts.suffix).gitlab-ci.yml", pipeline),
      (".gitlab-ci.yml", "include:\n  - local: ci/schema\(parts.suffix).gitlab-ci.yml\n"),
    ]
  }

  private var file: String { "ci/schema\(parts.suffix).gitlab-ci.yml" }
  private var first: String { parts.variables[0] }
  private var install: String {
    let config = parts.configOption.isEmpty ? "" : "BASELINE_CONFIG=\(shellWord(parts.configFile)) "
    return YAMLQuoting.quoted("\(config)sh \(parts.installScript)")
  }
  private var deploy: String {
    let lines = parts.deploy ?? ["echo 'write here how your migrations are deployed: \(file)' >&2", "exit 1"]
    return lines.map { "      \($0)" }.joined(separator: "\n")
  }

  private var pipeline: String {
    #"""
    # Migrate → drift check → build, each needing the one before, and what runs on a schedule. Written by `baseline init --ci gitlab`,
    # and yours from then on; docs/ci.md of baseline explains it. Variables of the project, masked:
    #   \#(first)             what the drift check reads with: a role that may only read (docs/permissions.md)
    #   MIGRATION_DATABASE_URL   what migrations are deployed with; protected, of the environment `production`
    #   EVENTS_TOKEN             an access token of the project with write_repository; protected. What happened is shared with it;
    #                            without it the artifacts have it: baseline events import FILE
    # and, where the image of the jobs has no baseline (\#(parts.installScript)):
    #   BASELINE_URL             where a build of the program for the image's system is (https)
    #   BASELINE_SHA256          its SHA-256; nothing else is installed
    stages: [migrate, drift-check, build, operations]

    variables:
      EMERGENCY_BYPASS:
        value: "false"
        options: ["false", "true"]
        description: "Emergency! true: what differs passes for 24 hours"
      EMERGENCY_BYPASS_REASON:
        value: ""
        description: "Why? It is recorded"

    .schema:
      image: debian:12
      variables:
        GIT_DEPTH: "0"   # causes and bypasses are told from history
        BASELINE_EVENTS_FILE: schema-events-$CI_JOB_NAME_SLUG.jsonl
      before_script:
        - \#(install)
        - |
          git config user.name 'baseline'
          git config user.email 'baseline@localhost'
          if [ -n "${EVENTS_TOKEN:-}" ]; then
            git remote set-url origin "$CI_PROJECT_URL.git"
            git config credential.helper '!f() { printf "username=oauth2\npassword=%s\n" "$EVENTS_TOKEN"; }; f'
          fi
      after_script:
        - |
          case $CI_JOB_STATUS in
            success) status=ok ;;
            failed) status=failed ;;
            *) exit 0 ;;
          esac
          if [ "$CI_COMMIT_BRANCH" = "$CI_DEFAULT_BRANCH" ]; then
            baseline events record --stage "$CI_JOB_NAME" --status "$status" --url "$CI_JOB_URL"\#(parts.configOption)
          fi
      artifacts:
        when: always
        paths: [schema-events-*.jsonl]
        expire_in: 30 days

    migrate:
      extends: .schema
      stage: migrate
      # What is not merged yet migrates no database.
      rules:
        - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE != "schedule"
      environment: production
      resource_group: production   # one at a time, and none is cut off
      interruptible: false
      # Install here what your migrations need.
      script:
        - |
          export DATABASE_URL="$MIGRATION_DATABASE_URL"
    \#(deploy)

    drift-check:
      extends: .schema
      stage: drift-check
      needs:
        - job: migrate
          optional: true
      # Of a merge request this is the result of the merge, where the project has merged results pipelines or merge trains.
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event"
        - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE != "schedule"
      # Install here what your migrations need, where they are programs.
      script:
        - |
          failed=0
          baseline verify --report junit=schema-verify.xml\#(parts.configOption) || failed=$?
          if [ "$CI_PIPELINE_SOURCE" = merge_request_event ] && [ -z "${\#(first):-}" ]; then
            echo "no \#(first) here: protected variables are not given to this branch, so only the migrations were verified"
          elif [ "$CI_PIPELINE_SOURCE" = merge_request_event ]; then
            baseline check\#(parts.configOption)\#(parts.allOption) --no-record \
              --report gitlab=gl-code-quality-report.json --report junit=schema-check.xml || failed=$?
          else
            baseline check\#(parts.configOption)\#(parts.allOption) --require-applied \
              --report gitlab=gl-code-quality-report.json --report junit=schema-check.xml || failed=$?
          fi
          exit "$failed"
      artifacts:
        when: always
        paths: [schema-events-*.jsonl]
        expire_in: 30 days
        reports:
          codequality: gl-code-quality-report.json
          junit: schema-*.xml

    build:
      extends: .schema
      stage: build
      needs: [drift-check]
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event"
        - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE != "schedule"
      # Write here how your project is built and deployed.
      script:
        - echo "nothing to build yet, see \#(file)"

    operations:
      extends: .schema
      stage: operations
      rules:
        - if: $CI_PIPELINE_SOURCE == "schedule"
      # Install here what your migrations need, where they are programs.
      script:
        - |
          failed=0
          baseline check\#(parts.configOption)\#(parts.allOption) || failed=$?
          baseline notify\#(parts.configOption) || failed=$?
          baseline review daily --format markdown\#(parts.configOption) > review-daily.md || failed=$?
          if [ "$(date -u +%u)" = 1 ]; then
            baseline review weekly --format markdown\#(parts.configOption) > review-weekly.md || failed=$?
          fi
          if [ "$(date -u +%d)" = 01 ]; then
            baseline review monthly --format markdown\#(parts.configOption) > review-monthly.md || failed=$?
          fi
          exit "$failed"
      artifacts:
        when: always
        paths: [review-*.md, schema-events-*.jsonl]
        expire_in: 90 days

    refresh:
      extends: .schema
      stage: operations
      needs: []
      rules:
        - if: $CI_PIPELINE_SOURCE == "schedule"
      script:
        - |
          # A refresh of what is right already would only be counted.
          if baseline verify --quiet\#(parts.configOption); then
            echo "the baseline is what its migrations make"
            exit 0
          fi
          branch="schema/refresh\#(parts.suffix)-$(git rev-parse --short=12 HEAD)"
          if [ -n "$(git ls-remote origin "refs/heads/$branch")" ]; then
            echo "$branch is there already"
            exit 0
          fi
          baseline refresh --branch "$branch"\#(parts.configOption)
          if git rev-parse --quiet --verify "refs/heads/$branch" > /dev/null; then
            git push -o merge_request.create -o "merge_request.target=$CI_DEFAULT_BRANCH" \
              -o merge_request.title='Refresh the schema baseline' origin "refs/heads/$branch:refs/heads/$branch"
          fi

    """#
  }
}
