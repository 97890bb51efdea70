"""The thinking nodes and the live map beside a body of the shape in launch/description: ros2 launch homebound robot.launch.py

A body is what publishes scan, imu, joint_states and safety and takes cmd_vel. A lifecycle manager starts the nodes with
autostart:=false; there is no bond, so Nav2's needs bond_timeout: 0.0.
"""

import atexit
import shutil
import tempfile

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription, OpaqueFunction, SetEnvironmentVariable
from launch.conditions import IfCondition, UnlessCondition
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution, ThisLaunchFileDir
from launch_ros.actions import Node
from launch_ros.substitutions import FindPackageShare

ARGUMENTS = {
    'namespace': ('', 'Before all names, so that several robots share a graph.'),
    'grouped': ('true', 'All that thinks in one process, or in one each.'),
    'use_sim_time': ('false', 'Time is what /clock says.'),
    'respawn': ('false', 'A process that ends is started again, and goes on with its job.'),
    'autostart': ('true', 'The thinking nodes activate themselves; false leaves it to a lifecycle manager.'),
    'camera_on': ('false', 'A camera is on from the start, also while the robot rests.'),
    'config': (PathJoinSubstitution([FindPackageShare('homebound'), 'config']), 'Folder with a YAML file for each node.'),
    'viewer': ('true', 'The live map on 127.0.0.1.'),
    'port': ('8080', 'Of the live map.'),
}
THINKING = ['odometry', 'slam', 'drive', 'mission', 'presence', 'obstacles', 'hazards', 'diagnostics']


def node(executable, nodes, condition, *own):
    """A process of our package with the parameters of its nodes, and those of this launch that are its own."""
    files = [PathJoinSubstitution([LaunchConfiguration('config'), f'{name}.yaml']) for name in nodes]
    arguments = {name: LaunchConfiguration(name) for name in ('use_sim_time', *own)}
    return Node(
        package='homebound',
        executable=executable,
        namespace=LaunchConfiguration('namespace'),
        parameters=[*files, arguments],
        respawn=LaunchConfiguration('respawn'),
        respawn_delay=1.0,
        output='screen',
        condition=condition,
    )


def runtime(context):
    """What a killed process goes on from, in memory. Gone when this launch has ended: until then its processes write there."""
    if not IfCondition(LaunchConfiguration('respawn')).evaluate(context):
        return []
    folder = tempfile.mkdtemp(prefix='homebound-', dir='/dev/shm')
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return [SetEnvironmentVariable('RUNTIME_DIRECTORY', folder)]


def generate_launch_description():
    return LaunchDescription(
        [
            *[DeclareLaunchArgument(name, default_value=value, description=text) for name, (value, text) in ARGUMENTS.items()],
            OpaqueFunction(function=runtime),
            node('mind', THINKING, IfCondition(LaunchConfiguration('grouped')), 'autostart', 'camera_on'),
            *[node(name, [name], UnlessCondition(LaunchConfiguration('grouped')), 'autostart', 'camera_on') for name in THINKING],
            node('viewer', ['viewer'], IfCondition(LaunchConfiguration('viewer')), 'port'),
            IncludeLaunchDescription(PathJoinSubstitution([ThisLaunchFileDir(), 'description.launch.py'])),
        ]
    )
