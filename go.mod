module github.com/aio2go/aio2go

go 1.26.8
