// Names the release of Istio's API whose custom resource definitions the tests are held against. Nothing is built here.
module istio

go 1.24.0

require istio.io/api v1.31.4
