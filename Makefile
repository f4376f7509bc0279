.PHONY: setup run test bench
setup run test:
	@python3 dev.py $@
# make bench, or make bench NAME=build
bench:
	@python3 dev.py bench $(NAME)
