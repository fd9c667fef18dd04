"""`easel demo`: what a newcomer sees first."""

from easel_testing.cli import Home


def test_the_demo_shows_and_proves_every_step_without_touching_anything(home: Home) -> None:
    home.config_file.unlink()
    result = home.run("demo")
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr == ""
    steps = [line for line in result.stdout.splitlines() if line.startswith("── ")]
    assert [step.split()[1] for step in steps] == ["1/5", "2/5", "3/5", "4/5", "5/5"]
    assert result.stdout.count("\n✓ ") >= len(steps)
    proofs = ("pieces", "-print(", "+print(", "→ Allow once", "Stopped within", "Still process")
    assert [proof for proof in proofs if proof not in result.stdout] == []
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    home.wait_until_empty()
    assert not home.state.exists()
    assert list(home.project.iterdir()) == []
