"""The arithmetic of what training and asking cost; no clock is read here but to see that there is one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from nashsym_estimators.training.speed import PEAKS, Meter, Speed, forward_flops, known_peak, training_flops


def test_operations_are_counted_as_stated() -> None:
    assert forward_flops(7_000_000_000, 1000) == 1.4e13
    assert training_flops(1000, 1000, 10) == 6 * 1000 * 10
    assert (
        training_flops(1000, 0, 10) == 4 * 1000 * 10
    )  # an adapter of no size: forwards and back through a frozen base


@pytest.mark.parametrize(
    ("name", "peak"),
    [
        ("NVIDIA H200", 989e12),
        ("NVIDIA H100 80GB HBM3", 989e12),
        ("NVIDIA H100 PCIe", 756e12),
        ("NVIDIA A100-SXM4-80GB", 312e12),
        ("NVIDIA L40S", 362e12),
        ("NVIDIA L4", 121e12),
        ("Tesla T4", 65e12),
        ("NVIDIA GeForce GTX 1080", None),
    ],
)
def test_peaks_by_the_name_of_the_device(name: str, peak: float | None) -> None:
    assert known_peak(name) == peak


def test_no_peak_hides_another() -> None:
    names = [name for name, _ in PEAKS]
    assert [name for place, name in enumerate(names) if any(earlier in name for earlier in names[:place])] == []


def test_the_share_of_the_peak() -> None:
    speed = Speed(prompts=500, seconds=2.0, flops=4e14, memory=3 * 2**30, peak=1e15)
    assert speed.share == pytest.approx(0.2)
    assert str(speed) == "250 prompts per second, 3.00 GiB of GPU memory, 20.00% of the peak of 1,000 TFLOP/s"
    assert str(Speed(500, 2.0, 4e14)) == "250 prompts per second"
    unknown = Speed(500, 2.0, 4e14, memory=2**29)
    assert unknown.share is None
    assert str(unknown) == "250 prompts per second, 0.50 GiB of GPU memory, a GPU of unknown peak (name it by --peak)"


def test_a_meter_on_the_cpu_knows_no_memory() -> None:
    meter = Meter(SimpleNamespace(type="cpu"))
    speed = meter.read(10, 1e9, seconds=2.0)
    assert (speed.prompts, speed.seconds, speed.memory, speed.peak) == (10, 2.0, None, None)
    assert meter.read(10, 1e9).seconds > 0


def test_a_meter_on_a_gpu_reads_its_memory_and_peak(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    calls: list[str] = []
    monkeypatch.setattr(torch.cuda, "reset_peak_memory_stats", lambda _: calls.append("reset"))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _: "NVIDIA H200")
    monkeypatch.setattr(torch.cuda, "synchronize", lambda _: calls.append("synchronize"))
    monkeypatch.setattr(torch.cuda, "max_memory_allocated", lambda _: 2**31)
    device = SimpleNamespace(type="cuda")
    speed = Meter(device).read(1000, 989e12, seconds=2.0)
    assert calls == ["reset", "synchronize"]
    assert (speed.memory, speed.share) == (2**31, 0.5)
    assert Meter(device, peak=1e12).read(1, 1e12, seconds=1.0).share == 1
