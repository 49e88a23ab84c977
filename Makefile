# make run SHOOT=folder   open the app on a folder of photos (without SHOOT: on a demo shoot)
# make test               run every test
# make build              build bin/culler and bin/cull
# make package            build what people download, in dist/, with its own tools
# make bench              run the benchmarks
# make soak SOAK=20m      random keys in the window on 5,000 photos: what memory it takes
# make test-models MODELS=folder   check installed models against known answers

OS := $(shell go env GOOS)

# migrated_fynedo: all our changes of the window go through fyne.Do, so Fyne may
# leave its own checks out. gles (Linux): OpenGL ES builds in a third of the
# time that desktop OpenGL takes and draws the same.
TAGS := migrated_fynedo
ifeq ($(OS),linux)
TAGS := $(TAGS),gles
endif
BIN := bin
PROGRAMS := ./cmd/culler ./cmd/cull
VERSION = $(shell .ci/version)

.PHONY: run test build package bench soak setup test-models clean

run: build
	bin/culler $(if $(SHOOT),"$(SHOOT)",--demo)

build: setup
	go build -tags $(TAGS) -trimpath -ldflags '-X culler/cmd/internal/backend.version=$(VERSION) $(LDFLAGS)' -o $(BIN)/ $(PROGRAMS)

# ST1005 is left out: errors reach people as sentences, and some begin with
# Culler's name.
test: setup
	go vet -tags $(TAGS) ./...
	go tool staticcheck -tags $(TAGS) -checks inherit,-ST1005 ./...
	go test -tags $(TAGS) -race -timeout 20m ./...

package: setup
	.ci/system-packages package
	rm -rf dist
	VERSION='$(VERSION)' .ci/package

bench: setup
	go test -tags $(TAGS) -run '^$$' -bench . -benchtime 1s ./...

SOAK := 20m
PHOTOS := 5000

soak: setup
	CULLER_SOAK=$(SOAK) CULLER_SOAK_PHOTOS=$(PHOTOS) go test -tags $(TAGS) -count=1 -timeout 0 -v -run TestSoak ./cmd/culler

test-models: setup
	@test -d "$(MODELS)" || { echo "Name the folder of installed models: make test-models MODELS=folder"; exit 1; }
	CULLER_TEST_MODELS="$(abspath $(MODELS))" go test -count=1 -v -run 'TestRealModels' ./scoring/clip ./cmd/internal/backend

setup:
	@.ci/system-packages

clean:
	rm -rf bin dist
